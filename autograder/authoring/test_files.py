"""The tests of one exercise: a file in Otter's exception-based format, loaded as Otter itself would."""

from __future__ import annotations

import ast
import inspect
import itertools
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from otter.test_files import test_case as otter_case
from otter.test_files.abstract_test import TestFile as OtterTestFile

from autograder.authoring.outlines import in_words
from autograder.authoring.segments import Module
from autograder.errors import KitError
from autograder.messages import Message
from autograder.places import at, line_of, read_author_text
from autograder.points import total

PUBLIC_SHARE = 0.5
"""Public cases carry at most this part of an exercise's points."""
PROBE_NAMES = frozenset({"torch", "np"})
"""The names of the test file that a probe may use."""
_IMPORTS_LATE = re.compile(r"^(?!import\b|from\b).*\bimport\b", re.MULTILINE)
_MISSING = Message("Each exercise has a test file of its name.")
_EXAMPLE = '@test_case(points=2, failure_message="…")'


@dataclass(frozen=True)
class Case:
    """One test case. ``arguments`` are the names that it asks of the student's notebook."""

    name: str
    title: str
    points: float
    hidden: bool
    failure_message: str
    success_message: str
    arguments: tuple[str, ...]
    function: Callable[..., None]


@dataclass(frozen=True)
class TestFile:
    """The tests of one exercise, in the order of the file, and the module that they live in."""

    __test__ = False  # not a class of tests for pytest

    path: Path
    name: str
    points: float
    cases: tuple[Case, ...]
    namespace: dict[str, Any]
    late_imports: tuple[ast.stmt, ...] = ()
    """What its functions import when they are called, but for probes: those run elsewhere."""

    @property
    def probes(self) -> dict[str, Callable[..., Any]]:
        """The functions of the file that run where the student's code lives, by name."""
        return {name: value for name, value in self.namespace.items() if name.startswith("probe_") and callable(value)}


def load_test_file(path: Path) -> TestFile:
    """Execute a test file and check it against the rules of docs/adding_an_exercise.md.

    Points are resolved by Otter's own function, so that ours agree with Otter's.

    Raises:
        KitError: if the file cannot be executed or breaks a rule.
    """
    return _loaded(path)[0]


def _loaded(path: Path) -> tuple[TestFile, Module]:
    """The test file, and its text as it was parsed."""
    source = read_author_text(path, _MISSING)
    module = Module.parse(source, path)
    namespace: dict[str, Any] = {"__name__": f"tests_of_{path.stem}", "__file__": str(path)}
    try:
        exec(compile(source, str(path), "exec"), namespace)
    except Exception as error:
        line = line_of(error, path)
        raise KitError(
            "{place}: loading the tests ended in {error}: {reason}.",
            "Mend that line.",
            place=at(path, line),
            error=type(error).__name__,
            reason=error,
        ) from error
    _check_head(path, namespace)
    found = {name: value for name, value in namespace.items() if isinstance(value, otter_case)}
    _check_decorators(path, module, found)
    _check_probes(path, module)
    cases = _resolve(path, module, namespace["points"], found)
    _check_cases(path, module, cases, namespace["points"])
    return TestFile(path, path.stem, namespace["points"], cases, namespace, _late_imports(module)), module


def public_source(path: Path) -> str:
    """The test file as students get it: public cases, and of the rest only what they use.

    Hidden cases go, and with them every helper, constant and import that only they use, the file's docstring and
    comments that stand on their own. What stays keeps its formatting, except that ``points`` becomes the sum of the
    public cases' points, as Otter does it.

    Raises:
        KitError: as :func:`load_test_file`.
    """
    tests, module = _loaded(path)
    public = [case for case in tests.cases if not case.hidden]
    points = total(case.points for case in public)
    number = str(int(points)) if points == int(points) else repr(points)
    kept = module.needed_for([*(case.name for case in public), "OK_FORMAT", "name", "points"])
    return module.render(kept, values={"points": number})


def _late_imports(module: Module) -> tuple[ast.stmt, ...]:
    if not _IMPORTS_LATE.search(module.source):  # most files; to walk through all of one takes as long as to parse it
        return ()
    functions = [
        one for one in module.tree.body if isinstance(one, ast.FunctionDef) and not one.name.startswith("probe_")
    ]
    inside = [node for function in functions for node in ast.walk(function)]
    return tuple(node for node in inside if isinstance(node, ast.Import | ast.ImportFrom))


def _check_head(path: Path, namespace: dict[str, Any]) -> None:
    if namespace.get("OK_FORMAT") is not False:
        raise KitError(
            "{place} does not set OK_FORMAT = False.", "Add that line: the tests are functions.", place=at(path)
        )
    if namespace.get("name") != path.stem:
        raise KitError(
            "{place}: name is {name}, and the file is called '{stem}'.",
            'Write name = "{stem}".',
            place=at(path),
            name=repr(namespace.get("name")),
            stem=path.stem,
        )
    points = namespace.get("points")
    if isinstance(points, bool) or not isinstance(points, (int, float)) or points <= 0:
        raise KitError(
            "{place}: points is {points}.",
            "It must be a positive number, as in: points = 20",
            place=at(path),
            points=repr(points),
        )
    if namespace.get("all_or_nothing"):
        raise KitError(
            "{place}: all_or_nothing cannot be carried over to nbgrader.",
            "Give the points to the cases instead.",
            place=at(path),
        )


def _check_decorators(path: Path, module: Module, found: dict[str, Any]) -> None:
    """What only the text shows: a second case of the same name, and messages that cannot be translated."""
    seen: dict[str, int] = {}
    for statement in module.tree.body:
        if not isinstance(statement, ast.FunctionDef) or statement.name not in found:
            continue
        if statement.name in seen:
            raise KitError(
                "{place}: {name} is defined in line {line} already, and only the last one would run.",
                "Rename one of them.",
                place=at(path, statement.lineno),
                name=statement.name,
                line=seen[statement.name],
            )
        seen[statement.name] = statement.lineno
        for decorator in statement.decorator_list:
            for keyword in decorator.keywords if isinstance(decorator, ast.Call) else []:
                is_text = isinstance(keyword.value, ast.Constant)
                if keyword.arg in ("failure_message", "success_message") and not is_text:
                    raise KitError(
                        "{place}: the {argument} of {name} is computed.",
                        "Write it as a plain string literal: it is looked up in the translations as it stands.",
                        place=at(path, keyword.value.lineno),
                        argument=keyword.arg,
                        name=statement.name,
                    )


def _check_probes(path: Path, module: Module) -> None:
    """A probe runs in another process, which has its source and nothing else of the file."""
    defined = frozenset().union(*(segment.binds for segment in module.segments))
    for segment in module.segments:
        probes = sorted(name for name in segment.binds if name.startswith("probe_"))
        if not probes:
            continue
        line = segment.statement.lineno
        foreign = sorted((segment.uses & defined) - PROBE_NAMES)
        if foreign:
            raise KitError(
                "{place}: {probe} uses {name} of the test file, which it will not have.",
                "Pass it as an argument, or import it inside the probe.",
                place=at(path, line),
                probe=probes[0],
                name=repr(foreign[0]),
            )
        missing = sorted((segment.uses & PROBE_NAMES) - defined)
        if missing:
            raise KitError(
                "{place}: {probe} uses {missing}, and the file does not import it.",
                "Import it at the top: Otter and nbgrader run the probe as it stands in the file.",
                place=at(path, line),
                probe=probes[0],
                missing=repr(missing[0]),
            )


def _resolve(path: Path, module: Module, points: float, found: dict[str, Any]) -> tuple[Case, ...]:
    try:
        resolved = OtterTestFile.resolve_test_file_points(points, [case.to_dataclass() for case in found.values()])
    except (ValueError, TypeError, AssertionError) as error:
        given = [case.points for case in found.values() if case.points is not None]
        if isinstance(error, ValueError) and total(given) <= points < sum(given):
            raise KitError(
                "{place}: the points of the cases add up to {sum}, but Otter adds binary fractions, gets "
                "{binary}, and refuses the file.",
                "Choose points that add up in binary too, like halves and quarters.",
                place=at(path),
                sum=total(given),
                binary=repr(sum(given)),
            ) from error
        raise KitError(
            "{place}: {reason}.", "The points of the cases must add up to the file's.", place=at(path), reason=error
        ) from error
    return tuple(
        _case(path, module, name, decorated, entry.points)
        for (name, decorated), entry in zip(found.items(), resolved, strict=True)
    )


def _case(path: Path, module: Module, name: str, decorated: Any, points: float) -> Case:
    line = module.line_of(name)
    function = decorated.test_func
    parameters = list(inspect.signature(function).parameters.values())
    if any(parameter.kind is not parameter.POSITIONAL_OR_KEYWORD for parameter in parameters):
        raise KitError(
            "{place}: {name} takes * or keyword-only arguments.",
            "Name the student's functions it needs.",
            place=at(path, line),
            name=name,
        )
    arguments = tuple(parameter.name for parameter in parameters)
    if "env" in arguments or not arguments:
        raise KitError(
            "{place}: {name} does not say which names of the notebook it needs.",
            "Its arguments are names that the exercise defines (never Otter's env, the whole notebook).",
            place=at(path, line),
            name=name,
        )
    if not decorated.failure_message:
        raise KitError(
            "{place}: {name} has no failure_message.",
            "Write it like {example}.",
            place=at(path, line),
            name=name,
            example=_EXAMPLE,
        )
    title = (inspect.getdoc(function) or "").strip().split("\n")[0].strip()
    return Case(
        name=name,
        title=title or in_words(name),
        points=points,
        hidden=bool(decorated.hidden),
        failure_message=decorated.failure_message,
        success_message=decorated.success_message or "",
        arguments=arguments,
        function=function,
    )


def _check_cases(path: Path, module: Module, cases: tuple[Case, ...], points: float) -> None:
    for hidden, kind in ((False, "public"), (True, "hidden")):
        if not any(case.hidden is hidden for case in cases):
            raise KitError(
                "{place} has no {kind} case.",
                "Write at least one public and one hidden case, like {example} with hidden=True."
                if hidden
                else "Write at least one public and one hidden case, like {example}.",
                place=at(path),
                kind=kind,
                example=_EXAMPLE,
            )
    for before, after in itertools.pairwise(cases):
        if before.hidden and not after.hidden:
            raise KitError(
                "{place}: the public case {case} comes after a hidden one.",
                "Public cases come first.",
                place=at(path, module.line_of(after.name)),
                case=after.name,
            )
    for case in cases:
        if not case.points > 0:
            raise KitError(
                "{place}: {case} is worth {worth} points.",
                "Give it points, like {example}.",
                place=at(path, module.line_of(case.name)),
                case=case.name,
                worth=case.points,
                example=_EXAMPLE,
            )
    together = total(case.points for case in cases)
    if not math.isclose(together, points, abs_tol=1e-9):
        raise KitError(
            "{place}: the points of the cases add up to {together}, and points is {points}.",
            "Make them agree.",
            place=at(path),
            together=together,
            points=points,
        )
    public = total(case.points for case in cases if not case.hidden)
    if public > PUBLIC_SHARE * points + 1e-9:
        raise KitError(
            "{place}: public cases carry {public} of {points} points.",
            "They carry at most {public_share}: what students see is a help, not the grade.",
            place=at(path),
            public=public,
            points=points,
            public_share=f"{PUBLIC_SHARE:.0%}",
        )
