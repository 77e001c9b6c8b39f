"""A new exercise, or a new assignment with its first exercise: complete and small, to be written over.

The points of an assignment stay what they are: a new exercise takes its points from another one, whose cases all keep
their shares of what is left, so that what each mistake costs there stays the same share too.
"""

from __future__ import annotations

import ast
import itertools
import keyword
import math
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from autograder.authoring import new_texts as texts
from autograder.authoring.assignment import Assignment, Exercise, load_assignment
from autograder.authoring.catalogue import assignment_names
from autograder.authoring.master import CELL_HEADER
from autograder.authoring.solution_marks import defined_names
from autograder.authoring.test_files import PUBLIC_SHARE
from autograder.errors import KitError
from autograder.messages import Message
from autograder.places import at, read_author_text

WHOLE = 100
DEFAULT_POINTS = 4.0
_CENTS = 2
"""Decimals of a case's points."""
_SPARE = 2
"""The case of a new exercise that gets what the others leave: no wrong solution of its own fails it."""
_TRIES, _OF_SO_MANY_MOVES = 10_000, 500


@dataclass
class Plan:
    """What is to be written: texts by path, and what to tell the author about each."""

    files: dict[Path, str] = field(default_factory=dict)
    said: list[Message] = field(default_factory=list)

    def write(self, check: Callable[[], object]) -> None:
        """Write everything and ``check`` it; where one of the two fails, everything is as it was.

        Raises:
            KitError: what ``check`` raises, or that a file cannot be written.
        """
        before = {path: path.read_bytes() if path.exists() else None for path in self.files}
        try:
            for path, text in self.files.items():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text.encode("utf-8"))
            check()
        except (OSError, KitError) as error:
            for path, old in before.items():
                if old is not None:
                    path.write_bytes(old)
                elif path.exists():
                    path.unlink()
            if isinstance(error, KitError):
                raise
            raise KitError(
                "{place} cannot be written: {reason}.",
                "Check who may write there.",
                place=at(Path(str(error.filename))),
                reason=error.strerror,
            ) from error


def new_assignment(
    kit: Path, name: str, exercise: str | None = None, title: str | None = None, kind: texts.Kind = texts.FUNCTION
) -> Plan:
    """A new assignment with one exercise of 100 points.

    Args:
        kit: the kit's folder.
        name: of the assignment: that of its folder.
        exercise: the name of its exercise; without it, that of the kind's example.
        title: without it, the name in words.
        kind: what students write: ``FUNCTION`` or ``CLASS``.

    Raises:
        KitError: if the name cannot be one, or is taken.
    """
    folder, tests = kit / "solutions" / name, kit / "autograder" / "tests" / name
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", name):
        raise KitError(
            "{name} cannot be an assignment's name.",
            "Use letters, digits, '_' and '-', as in 07_topic.",
            name=repr(name),
        )
    if folder.exists() or tests.exists():
        raise KitError(
            "{place} is there already.", "Choose another name.", place=at(folder if folder.exists() else tests)
        )
    exercise = exercise or kind.first_name
    _check_name(exercise)
    number = _number(kit, name)
    words = title or re.sub(r"[_-]+", " ", re.sub(r"^\d+[_-]*", "", name)).strip().capitalize() or name
    fill = {"number": number, "title": words, "name": exercise, "id": _id(exercise), "idea": kind.idea}
    plan = Plan()
    plan.files[folder / "assignment.toml"] = texts.CONFIG.substitute(fill | {"title": words.replace('"', "'")})
    master = texts.HEADER + texts.BEGINNING.substitute(fill) + kind.exercise.substitute(fill)
    plan.files[folder / "notebook.py"] = master
    _add_exercise_files(plan, folder, tests, exercise, WHOLE, kind)
    return plan


def new_exercise(
    assignment: Assignment,
    name: str,
    points: float = DEFAULT_POINTS,
    donor: str | None = None,
    after: str | None = None,
    kind: texts.Kind = texts.FUNCTION,
) -> Plan:
    """A new exercise of an assignment that is there.

    Args:
        assignment: which gets it.
        name: of the exercise: that of the function or class that students write.
        points: what it is worth.
        donor: the exercise that gives these points; without it the one with the most.
        after: the exercise behind which it is put; without it the last one.
        kind: what students write: ``FUNCTION`` or ``CLASS``.

    Raises:
        KitError: if the name is taken, or no exercise can give so many points.
    """
    _check_name(name)
    _check_free(assignment, name)
    giver = assignment.exercise(donor) if donor else max(assignment.exercises, key=lambda one: one.points)
    if not 0 < points < giver.points:
        raise KitError(
            "{giver} has {points} points and cannot give {wanted}.",
            "Ask for fewer with --points, or name another exercise with --from.",
            giver=giver.name,
            points=giver.points,
            wanted=points,
        )
    plan = Plan()
    path, text = assignment.master.path, read_author_text(assignment.master.path)
    place = assignment.exercise(after).cell_id if after else assignment.exercises[-1].cell_id
    cell = kind.exercise.substitute(name=name, id=_id(name))
    plan.files[path] = _inserted(assignment, text, place, cell)
    plan.files[giver.tests] = _with_fewer_points(giver, points)
    _add_exercise_files(plan, assignment.folder, assignment.tests_folder, name, points, kind)
    left = giver.points - points
    plan.said.append(
        Message(
            "{place}: {giver} gives {points} of its {before} points, so that the assignment stays at {total}; its cases keep "
            "their shares of the {left} that are left",
            place=at(giver.tests),
            giver=giver.name,
            points=points,
            before=giver.points,
            total=assignment.points,
            left=left,
        )
    )
    return plan


def _add_exercise_files(plan: Plan, folder: Path, tests: Path, name: str, points: float, kind: texts.Kind) -> None:
    worth = {f"p{number}": _plain(share) for number, share in enumerate(_shared_out(points), start=1)}
    plan.files[tests / f"{name}.py"] = kind.tests.substitute(name=name, points=_plain(points), **worth)
    for where, variants in (("wrong", kind.wrong), ("right", kind.right)):
        for ending, template in variants.items():
            path = folder / where / f"{name}_{ending}.py"
            if path.exists():
                raise KitError(
                    "{place} is there already.", "Move it, or choose another name for the exercise.", place=at(path)
                )
            plan.files[path] = template.substitute(name=name)


def _shared_out(points: float) -> list[float]:
    """The points of a new exercise's cases: quarters where there are enough, which add up without a rounding error."""
    step = 0.25 if points >= 4 else 0.05
    shares = [max(step, step * int(points * share / step + 1e-9)) for share in texts.SHARES]
    shares[_SPARE] = points - sum(shares[:_SPARE] + shares[_SPARE + 1 :])
    return _adding_up(shares, points, list(range(1, len(shares))))


def _adding_up(shares: list[float], whole: float, hidden: list[int]) -> list[float]:
    """The same to a hundredth or two, so that they add up as Otter adds: floats, and not a bit more than ``whole``.

    What is left when all are rounded down goes to the ``hidden`` ones, so that public cases get no larger share. 0.1 and 0.2 are
    more than 0.3 there, so single hundredths are moved to hidden ones, of more and more cases, until the sum is none too much.

    Raises:
        ValueError: if they are not to be had.
    """
    unit = 10**_CENTS
    cents = [math.floor(share * unit + 1e-6) for share in shares]
    nearest = sorted(hidden, key=lambda place: cents[place] - shares[place] * unit)
    for _, place in zip(range(round(whole * unit) - sum(cents)), itertools.cycle(nearest), strict=False):
        cents[place] += 1
    chance = random.Random(0)
    for attempt in range(_TRIES):
        tried = list(cents)
        for _ in range(attempt // _OF_SO_MANY_MOVES):
            giving, taking = chance.randrange(len(shares)), chance.choice(hidden)
            tried[giving] -= 1
            tried[taking] += 1
        points = [number / unit for number in tried]
        if min(tried) > 0 and whole - 1e-9 < sum(points) <= whole:
            return points
    raise ValueError(f"{whole:g} points cannot be shared out so that they add up")


def _check_name(name: str) -> None:
    if not name.isidentifier() or keyword.iskeyword(name) or name.startswith("_"):
        raise KitError(
            "{name} cannot be an exercise's name.",
            "It is the name of a Python function or class, as in softmax2.",
            name=repr(name),
        )


def _check_free(assignment: Assignment, name: str) -> None:
    tests = assignment.tests_folder / f"{name}.py"
    if tests.exists():
        raise KitError(
            "{assignment} has an exercise {name} already: {place}.",
            "Choose another name.",
            assignment=assignment.name,
            name=repr(name),
            place=at(tests),
        )
    for cell in assignment.master.cells:
        if cell.kind == "code" and name in defined_names(cell.source):
            raise KitError(
                "{place}: the notebook defines {name} already.",
                "Choose another name.",
                place=at(assignment.master.path, cell.line),
                name=repr(name),
            )
        if cell.id in (_id(name), f"{_id(name)}-exercise", f"{_id(name)}-try"):
            raise KitError(
                "{place}: there is a cell {id} already.",
                "Choose another name.",
                place=at(assignment.master.path, cell.line),
                id=repr(cell.id),
            )


def _number(kit: Path, name: str) -> int:
    leading = re.match(r"\d+", name)
    if leading and int(leading[0]):
        return int(leading[0])
    numbers = [
        load_assignment(kit / "solutions" / other, kit / "autograder" / "tests" / other).number
        for other in assignment_names(kit)
    ]
    return max(numbers, default=0) + 1


def _id(name: str) -> str:
    return name.replace("_", "-")


def _inserted(assignment: Assignment, text: str, answer: str, cells: str) -> str:
    """``cells`` behind an answer cell and the demonstrations that follow it directly."""
    lines = text.split("\n")
    headers = [number for number, line in enumerate(lines) if CELL_HEADER.match(line)]
    found = [cell.id for cell in assignment.master.cells].index(answer) + 1
    while found < len(headers):
        cell = assignment.master.cells[found]
        if cell.kind != "code" or cell.exercise is not None:
            break
        found += 1
    place = headers[found] if found < len(headers) else len(lines)
    above, below = "\n".join(lines[:place]).rstrip("\n"), "\n".join(lines[place:])
    return f"{above}\n{cells}\n{below}" if below else f"{above}\n{cells}"


def _with_fewer_points(giver: Exercise, points: float) -> str:
    """The giver's test file with ``points`` less, each case in proportion."""
    text = read_author_text(giver.tests)
    whole, cases = _numbers(giver.tests, text)
    factor = (giver.points - points) / giver.points
    left = giver.points - points
    hidden = [place for place, (_, is_hidden) in enumerate(cases) if is_hidden]
    try:
        scaled = _adding_up([case.value * factor for case, _ in cases], left, hidden)
    except ValueError:
        scaled = [0.0]
    public = sum(value for value, (_, is_hidden) in zip(scaled, cases, strict=False) if not is_hidden)
    if min(scaled) <= 0 or public > PUBLIC_SHARE * left + 1e-9:
        raise KitError(
            "{place}: {points} points cannot be taken from its cases in proportion.",
            "Ask for other --points, or name another exercise with --from.",
            place=at(giver.tests),
            points=points,
        )
    news = [(whole, left), *zip([case for case, _ in cases], scaled, strict=True)]
    lines = text.split("\n")
    for node, value in sorted(news, key=lambda pair: (pair[0].lineno, pair[0].col_offset), reverse=True):
        line = lines[node.lineno - 1].encode()
        lines[node.lineno - 1] = line[: node.col_offset].decode() + _plain(value) + line[node.end_col_offset :].decode()
    return "\n".join(lines)


@dataclass(frozen=True)
class _Number:
    value: float
    lineno: int
    col_offset: int
    end_col_offset: int | None


def _numbers(path: Path, text: str) -> tuple[_Number, list[tuple[_Number, bool]]]:
    """Where the file's points stand, and each case's with whether it is hidden.

    Raises:
        KitError: if one of them is not written as a number.
    """
    whole: _Number | None = None
    cases: list[tuple[_Number, bool]] = []
    for statement in ast.parse(text).body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "points":
            whole = _number_at(statement.value)
        for decorator in getattr(statement, "decorator_list", []):
            if isinstance(decorator, ast.Call) and ast.unparse(decorator.func).endswith("test_case"):
                given = {one.arg: one.value for one in decorator.keywords}
                number = _number_at(given.get("points"))
                hidden = ast.unparse(given["hidden"]) == "True" if "hidden" in given else False
                if number is None:
                    whole = None
                    break
                cases.append((number, hidden))
    if whole is None or not any(hidden for _, hidden in cases):
        raise KitError(
            "{place}: not every case has its points written as a number, so none can be taken from it.",
            "Name another exercise with --from.",
            place=at(path),
        )
    return whole, cases


def _number_at(node: ast.expr | None) -> _Number | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return _Number(float(node.value), node.lineno, node.col_offset, node.end_col_offset)
    return None


def _plain(number: float) -> str:
    return f"{round(number, _CENTS):g}"
