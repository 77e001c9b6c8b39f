"""All that the judge knows of one assignment, loaded once: tests, solution, misconceptions."""

from __future__ import annotations

import ast
import contextlib
import hashlib
import inspect
import shutil
import tempfile
import textwrap
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from autograder.authoring.assignment import Assignment
from autograder.authoring.sections import section_headings
from autograder.authoring.solution_marks import strip_solution
from autograder.authoring.test_files import Case, TestFile, load_test_file
from autograder.authoring.variants import Variant, load_variants
from autograder.errors import KitError
from autograder.isolation.scratch import scratch
from autograder.places import at

from .reference import importable, load_reference
from .session import Session

HIDDEN_READER = "load_hidden"
"""The function, cached, with which a test file reads hidden files from the current folder."""


class AnswerKey:
    """Tests, solution and misconceptions of one assignment.

    Args:
        assignment: what is graded.
        given: a folder that holds the assignment's given files.

    Raises:
        KitError: if a test file or the solution cannot be loaded, or a test file's ``MEMO`` is no dict.
    """

    def __init__(self, assignment: Assignment, given: Path) -> None:
        self.assignment = assignment
        self.given = given
        with importable(given):
            self.tests: dict[str, TestFile] = {
                exercise.name: load_test_file(exercise.tests) for exercise in assignment.exercises
            }
            self._read_hidden_files()
        self.reference: dict[str, Any] = load_reference(assignment, given, for_pictures=False)
        self.released: dict[str, str] = {
            cell.exercise: strip_solution(cell.source) for cell in assignment.master.cells if cell.exercise
        }
        """Of each exercise the answer cell that students start from."""
        self.sections = section_headings(assignment)
        """Of each exercise the heading that it stands under."""
        self.asked: dict[str, list[str]] = {
            name: [
                exercise.name,
                "\n".join(
                    strip_solution(cell.source) for cell in assignment.master.cells if cell.exercise == exercise.name
                ),
            ]
            for exercise in assignment.exercises
            for name in exercise.provides
        }
        """Of each name that an exercise asks for, the exercise and all that students are given to start it from."""
        self.set_up: list[str] = [
            strip_solution(cell.source)
            for cell in assignment.master.cells
            if cell.kind == "code" and "setup" in cell.tags and not cell.exercise
        ]
        """The assignment's own set-up cells, as they are handed out."""
        self.given_code = "\n".join(
            cell.source for cell in assignment.master.cells if cell.kind == "code" and not cell.exercise
        )
        """What is handed out in code cells that are nobody's answers."""
        self.functions = frozenset(name for name, thing in self.reference.items() if inspect.isfunction(thing))
        wrong = [variant for variant in load_variants(assignment) if variant.kind == "wrong"]
        self.wrong: dict[str, list[Variant]] = {
            exercise.name: [variant for variant in wrong if exercise.name in variant.exercises]
            for exercise in assignment.exercises
        }
        self.lending: dict[tuple[str, ...], bool] = {}
        """Whether the right solution passes a case with functions lent to it, by exercise, case and functions; as far as
        it has been asked."""
        self._imported_for: set[str] = set()
        self.session: Session | None = None
        for tests in self.tests.values():
            for name, function in tests.probes.items():
                tests.namespace[name] = self._remote(name, function)
            if type(tests.namespace.get(MEMO, {})) is not dict:
                raise KitError("{place}: {memo} is not a dict.", "Write {memo} = {}.", place=at(tests.path), memo=MEMO)

    def _read_hidden_files(self) -> None:
        """Let test files that read hidden files do so now, and keep what they read in memory.

        The folder that they find them in is gone before the first submission runs.
        """
        readers = [tests.namespace[HIDDEN_READER] for tests in self.tests.values() if HIDDEN_READER in tests.namespace]
        if not readers:
            return
        with tempfile.TemporaryDirectory(prefix="hidden-files-", dir=scratch()) as name:
            for file in self.assignment.hidden_files:
                shutil.copyfile(file, Path(name) / file.name)
            with contextlib.chdir(name):
                for read in readers:
                    read()

    def import_for(self, exercises: Collection[str] | None = None) -> None:
        """Import now what functions of the tests import when they are called; once.

        Else the first submission whose test calls one would be charged with it: scikit-learn takes seconds on a busy machine, as
        much as an exercise may. Each examination asks for it before its clock starts, and who forks judges before that, once for all.

        Args:
            exercises: whose tests will be asked; None for all.
        """
        wanted = self.tests.keys() if exercises is None else self.tests.keys() & exercises
        if wanted <= self._imported_for:
            return
        with self.at_given_files():
            for name in sorted(wanted - self._imported_for):
                for statement in self.tests[name].late_imports:
                    with contextlib.suppress(Exception):  # the case that needs it says what is missing
                        exec(compile(ast.Module([statement], []), str(self.tests[name].path), "exec"), {})
                self._imported_for.add(name)

    def _remote(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """In place of a probe: the same call, carried out on the student's side."""
        source = textwrap.dedent(inspect.getsource(function))

        def probe(*args: Any, **kwargs: Any) -> Any:
            assert self.session is not None, "a probe is only called within a case"
            return self.session.probe(source, name, args, kwargs)

        return probe

    @contextmanager
    def examining(self, session: Session) -> Iterator[None]:
        """While it lasts, probes go to this session and relative paths start at the given files."""
        self.session = session
        try:
            with self.at_given_files():
                yield
        finally:
            self.session = None

    def forget(self) -> None:
        """Empty the ``MEMO`` of every test file: the evaluations that its cases share hold for one process of one submission."""
        for tests in self.tests.values():
            tests.namespace.get(MEMO, {}).clear()

    def at_given_files(self) -> AbstractContextManager[None]:
        """While it lasts, the assignment's given files are where code of the kit expects them."""
        return importable(self.given)

    def lendable(self, name: str) -> Callable[..., Any] | None:
        """The right function of that name, guarded against arguments that would cost the judge too much.

        Returns:
            None where the solution has no function of that name. What is returned raises ``ValueError`` for whole numbers beyond
            ``LENT_INTEGER_LIMIT``.
        """
        if name not in self.functions:
            return None
        function = self.reference[name]

        def lent(*args: Any, **kwargs: Any) -> Any:
            for value in (*args, *kwargs.values()):
                if type(value) is int and abs(value) > LENT_INTEGER_LIMIT:
                    raise ValueError(f"{value} is more than the lent {name} accepts")
            return function(*args, **kwargs)

        lent.__name__ = name
        return lent


LENT_INTEGER_LIMIT = 4096
WHAT_SHOWS = "what_shows"
"""The function of a test file that makes of a result what is compared when a mistake is named, where right results are many."""
MEMO = "MEMO"
"""The name under which a test file may have a dict for an evaluation that several of its cases share."""


def seed_of(case: Case, exercise: str) -> int:
    """A seed that belongs to the case, so that neither order nor other cases change what is drawn."""
    return int.from_bytes(hashlib.sha256(f"{exercise}/{case.name}".encode()).digest()[:4], "big")
