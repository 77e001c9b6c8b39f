"""Numbers in a master's text that come from the assignment itself: ``{{ points }}``, ``{{ public points of all }}``.

A text that repeats what the tests say (points, shares, how many exercises) is wrong as soon as somebody moves a point. So
the text asks, in the form that MyST and Jinja write substitutions in, and each release is given the answers. What an
author wrote out as a number all the same is compared with the tests, and a wrong one stops the build.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from functools import cached_property

from autograder.authoring.assignment import Assignment
from autograder.authoring.master import Cell
from autograder.authoring.test_files import load_test_file
from autograder.errors import KitError, filled
from autograder.messages import Message
from autograder.places import at, did_you_mean, read_author_text
from autograder.points import total

PLACEHOLDER = re.compile(r"\{\{\s*([A-Za-z][^{}]*?)\s*\}\}")
_FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$\n]+\$", re.DOTALL)
_WORDS = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_MINUTES = re.compile(r"\babout (\d+) minutes\b")
_HALVES = {0: "", 1: "½"}
_WHAT = ("number", "points", "public points", "hidden points", "count", "hours", "limit")
_EXAMPLE = Message("Write it like {{ points }}, {{ number of softmax }} or {{ public points of all }}.")
_NAME_IT = Message("Name the exercise instead, as in: see `softmax`.")
_NUMBER_OF_AN_EXERCISE = re.compile(r"\b[Ee]xercise (\d+\.\d+)")
_HEAD = re.compile(r"^\*\*Exercise .*$", re.MULTILINE)
"""The line that states an exercise: its number and its points."""
_POINTS_OF_AN_EXERCISE = re.compile(r"· (\d+(?:\.\d+)?) points?\b")
_PART_OF_THE_POINTS = re.compile(r"\b(\d+(?:\.\d+)?) of the (\d+(?:\.\d+)?)\s+points\b")
_COUNT_OF_EXERCISES = re.compile(rf"\bover ({'|'.join(_WORDS[1:])}|\d+) exercises\b")


def with_figures(assignment: Assignment) -> Assignment:
    """The assignment with every placeholder of its master's text filled in; a second time nothing is left to do.

    Raises:
        KitError: if a placeholder asks for something that is not there, or a number that is written out is wrong; file
            and line are named.
    """
    if assignment.master.filled:
        return assignment
    figures = _Figures(assignment)
    for cell in assignment.master.cells:
        _check_written_out(figures, cell)
    _check_other_files(figures)
    cells = tuple(
        dataclasses.replace(cell, source=_filled(figures, cell)) if cell.kind == "markdown" else cell
        for cell in assignment.master.cells
    )
    return dataclasses.replace(assignment, master=dataclasses.replace(assignment.master, cells=cells, filled=True))


def _filled(figures: _Figures, cell: Cell) -> str:
    formulas = [match.span() for match in _FORMULA.finditer(cell.source)]

    def value(match: re.Match[str]) -> str:
        if any(first <= match.start() < last for first, last in formulas):
            return match[0]  # braces of TeX
        try:
            return figures.value(cell, " ".join(match[1].split()))
        except _Unknown as error:
            raise _mistake(
                figures, cell, match.start(), "{text} {reason}", error.mend, text=match[0], reason=error.message
            ) from None

    return PLACEHOLDER.sub(value, cell.source)


def _check_written_out(figures: _Figures, cell: Cell) -> None:
    """A number that stands in the text as a number: right, or a mistake that says what would keep it right."""
    if cell.kind != "markdown":
        for match in _NUMBER_OF_AN_EXERCISE.finditer(cell.source):
            raise _mistake(figures, cell, match.start(), "{text} in code.", _NAME_IT, text=repr(match[0]))
        return
    stated = figures.exercise_stated_in(cell) if "exercise" in cell.tags else None
    head = _HEAD.search(cell.source) if stated else None
    if stated and head:
        for pattern, right, placeholder in (
            (_NUMBER_OF_AN_EXERCISE, figures.numbers[stated], "{{ number }}"),
            (_POINTS_OF_AN_EXERCISE, _plain(figures.points[stated]), "{{ points }}"),
        ):
            found = pattern.search(head[0])
            if found and found[1] != right:
                raise _mistake(
                    figures,
                    cell,
                    head.start() + found.start(),
                    "the text says {said} where it is {right}.",
                    "Write {placeholder} instead, which stays right.",
                    said=found[1],
                    right=right,
                    placeholder=placeholder,
                )
    for match in _NUMBER_OF_AN_EXERCISE.finditer(cell.source):
        if head and head.start() <= match.start() < head.end():
            continue
        raise _mistake(
            figures,
            cell,
            match.start(),
            "{text} is another one as soon as an exercise is put before it.",
            "Write Exercise {{ number of {name} }}.",
            text=repr(match[0]),
            name=figures.name_of(match[1]),
        )
    for match in _PART_OF_THE_POINTS.finditer(cell.source):
        if not any(_close(match[1], part) and _close(match[2], whole) for part, whole in figures.shares):
            raise _mistake(
                figures,
                cell,
                match.start(),
                "{text}, and public checks carry {public} of all {all}.",
                "Write {{ public points of all }}, or name the exercises instead of all.",
                text=repr(" ".join(match[0].split())),
                public=_plain(figures.shares[0][0]),
                all=_plain(figures.shares[0][1]),
            )
    count = len(figures.points)
    words = _in_words(count)
    for match in _COUNT_OF_EXERCISES.finditer(cell.source):
        if match[1] not in (words, str(count)):
            raise _mistake(
                figures,
                cell,
                match.start(),
                "{text} exercises, and there are {words}.",
                "Write {{ count of all }} exercises.",
                text=match[1],
                words=words,
            )


def _check_other_files(figures: _Figures) -> None:
    """Tests and variants are not filled in: the head of a test file may number its own exercise, and no more."""
    assignment = figures.assignment
    owners = {exercise.tests: exercise.name for exercise in assignment.exercises}
    variants = [path for kind in ("wrong", "right") for path in sorted((assignment.folder / kind).glob("*.py"))]
    for path in (*owners, *variants):
        text = read_author_text(path)
        own = figures.numbers[owners[path]] if path in owners else ""
        for match in _NUMBER_OF_AN_EXERCISE.finditer(text):
            if not (match[1] == own and match.start() == len('"""')):
                line = text[: match.start()].count("\n") + 1
                raise KitError(
                    "{place}: {text}, which no build can keep right.",
                    _NAME_IT,
                    place=at(path, line),
                    text=repr(match[0]),
                )


def _mistake(figures: _Figures, cell: Cell, place: int, message: str, mend: str, /, **parameters: object) -> KitError:
    line = cell.line + 1 + cell.source[:place].count("\n")
    said, mend = filled(message, parameters), filled(mend, parameters)
    return KitError("{place}: {message}", mend, place=at(figures.assignment.master.path, line), message=said)


class _Unknown(Exception):
    def __init__(self, message: str, mend: str, /, **parameters: object) -> None:
        self.message, self.mend = filled(message, parameters), filled(mend, parameters)
        super().__init__(self.message)


class _Figures:
    """What a text can ask. Tests are loaded only when a public or a hidden share is asked for."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment
        self.points = {exercise.name: exercise.points for exercise in assignment.exercises}
        self.numbers = {
            exercise.name: f"{assignment.number}.{place}"
            for place, exercise in enumerate(assignment.exercises, start=1)
        }
        self._by_people = {cell.id: cell.points for cell in assignment.master.cells if cell.points is not None}

    @cached_property
    def public(self) -> dict[str, float]:
        """The points of each exercise's public cases."""
        return {
            exercise.name: total(case.points for case in load_test_file(exercise.tests).cases if not case.hidden)
            for exercise in self.assignment.exercises
        }

    @cached_property
    def shares(self) -> list[tuple[float, float]]:
        """Public and hidden points beside all, of the assignment and of each exercise."""
        pairs = [(total(self.public.values()), total(self.points.values()))]
        pairs += [(self.public[name], self.points[name]) for name in self.points]
        return pairs + [(whole - part, whole) for part, whole in pairs]

    @cached_property
    def _stated(self) -> dict[str, str]:
        """By cell: the exercise whose text it belongs to, which is the next answer cell's."""
        found: dict[str, str] = {}
        following: str | None = None
        for cell in reversed(self.assignment.master.cells):
            following = cell.exercise or following
            if following is not None:
                found[cell.id] = following
        return found

    def exercise_stated_in(self, cell: Cell) -> str | None:
        return self._stated.get(cell.id)

    def name_of(self, number: str) -> str:
        """The exercise that has this number today, or a word to put in its place."""
        return next((name for name, other in self.numbers.items() if other == number), "NAME")

    def value(self, cell: Cell, asked: str) -> str:
        """The text for one placeholder."""
        what, of, which = asked.partition(" of ")
        if what not in _WHAT:
            raise _Unknown("is not known.", did_you_mean(what, _WHAT) if of else _EXAMPLE)
        if what == "limit":
            return self._limit(which)
        names = self._names(which) if of else self._own(cell)
        return {
            "number": self._number,
            "points": lambda chosen: _plain(total({**self._by_people, **self.points}[name] for name in chosen)),
            "public points": lambda chosen: _plain(total(self.public[name] for name in self._tested(chosen))),
            "hidden points": lambda chosen: _plain(
                total(self.points[name] - self.public[name] for name in self._tested(chosen))
            ),
            "count": lambda chosen: _in_words(len(chosen)),
            "hours": self._hours,
        }[what](names)

    def _own(self, cell: Cell) -> list[str]:
        name = self.exercise_stated_in(cell)
        if name is None:
            raise _Unknown("stands below the last exercise, so it is nobody's.", _EXAMPLE)
        return [name]

    def _names(self, which: str) -> list[str]:
        """``all``, ``all but a, b``, ``a to b`` in the order of the notebook, or ``a, b``."""
        every = list(self.points)
        if which == "all":
            return every
        if which.startswith("all but "):
            without = [self._known(name) for name in which.removeprefix("all but ").split(",")]
            return [name for name in every if name not in without]
        first, to, last = which.partition(" to ")
        if to:
            start, end = every.index(self._tested([self._known(first)])[0]), every.index(self._known(last))
            if end < start:
                raise _Unknown(
                    "ends before it begins.", "In the notebook {last} comes before {first}.", last=last, first=first
                )
            return every[start : end + 1]
        return [self._known(name) for name in which.split(",")]

    def _known(self, name: str) -> str:
        name = name.strip()
        if name not in self.points and name not in self._by_people:
            raise _Unknown("names {name}, which is no exercise.", did_you_mean(name, self.points), name=repr(name))
        return name

    def _tested(self, names: list[str]) -> list[str]:
        for name in names:
            if name not in self.points:
                raise _Unknown("asks for the checks of {name}, which people mark.", _EXAMPLE, name=repr(name))
        return names

    def _number(self, names: list[str]) -> str:
        return ", ".join(self.numbers[name] for name in self._tested(names))

    def _hours(self, names: list[str]) -> str:
        """The minutes that the exercises' texts give, in hours, to the half."""
        minutes: Callable[[str], int] = self._minutes.__getitem__
        for name in self._tested(names):
            if name not in self._minutes:
                raise _Unknown(
                    "adds up minutes, and {name} gives none.",
                    "Write “about 15 minutes” into its text.",
                    name=repr(name),
                )
        halves = max(1, int(sum(minutes(name) for name in names) / 30 + 0.5))
        return f"{halves // 2 or ''}{_HALVES[halves % 2]}"

    @cached_property
    def _minutes(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for cell in self.assignment.master.cells:
            name = self._stated.get(cell.id)
            match = _MINUTES.search(cell.source)
            if name and match and "exercise" in cell.tags:
                found[name] = int(match[1])
        return found

    def _limit(self, which: str) -> str:
        limits = dataclasses.asdict(self.assignment.limits)
        if which not in limits:
            raise _Unknown("is no limit of assignment.toml.", did_you_mean(which, limits))
        return _plain(limits[which])


def _plain(number: float) -> str:
    return f"{round(number, 6):g}"


def _in_words(number: int) -> str:
    return _WORDS[number] if number < len(_WORDS) else str(number)


def _close(text: str, number: float) -> bool:
    return abs(float(text) - number) < 1e-6
