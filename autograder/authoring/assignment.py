"""One assignment: its settings, its master notebook and its exercises, checked against one another."""

from __future__ import annotations

import ast
import dataclasses
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.authoring.master import Cell, Master, read_master
from autograder.authoring.solution_marks import defined_names
from autograder.errors import KitError
from autograder.messages import Message
from autograder.places import at, did_you_mean, read_author_text
from autograder.points import total
from autograder.toml_table import TomlTable, read_toml

CONFIG_NAME = "assignment.toml"
_LISTS = {
    "preimport": "torch",
    "files": "../shared/attention_pictures.py",
    "hidden_files": "../../autograder/tests/06_rag_project/hidden_worlds.zip",
    "hand_in": "predictions.csv",
    "slow_exercises": "RagSystem",
}
"""The settings that are lists of texts, each with an example."""
_KEYS = ("title", "number", "limits", *_LISTS)
_FOLDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@dataclass(frozen=True)
class RunLimits:
    """What one submission may use.

    Times are seconds on the submission's clock (``judge/clock.py``): processor time of all its processes and of the judge that
    examines it, and time in which they sleep or wait for something else than a processor. A busy machine adds none.
    """

    cell_seconds: float = 20.0
    """Of one cell."""
    question_seconds: float = 20.0
    """Of all calls that the tests of one exercise make."""
    submission_seconds: float = 120.0
    """Of everything together, also what is run again after a limit was hit."""
    cpu_seconds: float = 120.0
    """Of processor time alone, of one run of the notebook with its tests."""
    memory_mb: int = 2048
    processes: int = 32
    output_kb: int = 1024
    file_mb: int = 64


@dataclass(frozen=True)
class Exercise:
    """One exercise: the answer cell ``cell_id`` of the master, and the test file that grades it."""

    name: str
    points: float
    tests: Path
    cell_id: str
    provides: tuple[str, ...]
    """The top-level names (functions, classes, variables) that the answer cell defines."""


@dataclass(frozen=True)
class Assignment:
    """Everything an instructor wrote for one assignment, except the test cases and the wrong and right solutions."""

    name: str
    number: int
    title: str
    folder: Path
    tests_folder: Path
    preimport: tuple[str, ...]
    files: tuple[Path, ...]
    """What students find beside the notebook: absolute paths of files and folders."""
    hidden_files: tuple[Path, ...]
    """What only the tests read: files that neither students nor the sandbox ever get."""
    hand_in: tuple[str, ...]
    """Names of files that the notebook writes and students hand in with it."""
    slow_exercises: tuple[str, ...]
    """Exercises whose tests take long: wrong variants of the others are verified without them, unless asked for."""
    limits: RunLimits
    master: Master
    exercises: tuple[Exercise, ...]

    @property
    def points(self) -> float:
        """The points of all exercises together."""
        return total(exercise.points for exercise in self.exercises)

    def exercise(self, name: str) -> Exercise:
        """The exercise called ``name``.

        Raises:
            KitError: if there is none.
        """
        for exercise in self.exercises:
            if exercise.name == name:
                return exercise
        known = [exercise.name for exercise in self.exercises]
        raise KitError(
            "{assignment} has no exercise {name}.", did_you_mean(name, known), assignment=self.name, name=repr(name)
        )


def load_assignment(folder: Path, tests_folder: Path) -> Assignment:
    """Read an assignment from its two folders. Test files are read as text here, never executed.

    Raises:
        KitError: if something is missing, misspelt or contradicts something else.
    """
    folder, tests_folder = folder.resolve(), tests_folder.resolve()
    config_path = folder / CONFIG_NAME
    if not _FOLDER.fullmatch(folder.name):
        raise KitError(
            "{place}: an assignment's folder is named with letters, digits, '_' and '-'.",
            "Rename the folder.",
            place=at(folder),
        )
    config = _read_config(config_path)
    master = read_master(folder / "notebook.py")
    exercises = _exercises(master, tests_folder)
    slow = tuple(config.texts("slow_exercises", "RagSystem"))
    known = [exercise.name for exercise in exercises]
    for name in slow:
        if name not in known:
            raise config.wrong_name(
                name, known, "'slow_exercises' names {name}, and there is no such exercise", key="slow_exercises"
            )
    return Assignment(
        name=folder.name,
        number=config.whole("number", positive=True, example="3"),
        title=config.text("title", example="Attention"),
        folder=folder,
        tests_folder=tests_folder,
        preimport=tuple(config.texts("preimport", "torch")),
        files=_files(config, "files"),
        hidden_files=_files(config, "hidden_files", config.texts("files")),
        hand_in=tuple(config.texts("hand_in", "predictions.csv")),
        slow_exercises=slow,
        limits=_limits(config.table("limits", {})),
        master=master,
        exercises=exercises,
    )


def _read_config(path: Path) -> TomlTable:
    """The settings, each of its type; what they name is not looked for yet."""
    config = read_toml(path, "Each assignment has one; docs/adding_an_exercise.md shows it.")
    config.known(*_KEYS)
    config.text("title", example="Attention")
    config.whole("number", positive=True, example="3")
    for key, example in _LISTS.items():
        config.texts(key, example)
    for module in config.texts("preimport"):
        if not all(part.isidentifier() for part in module.split(".")):
            raise config.error(
                "preimport",
                "'preimport' holds {module}, which is not a module's name",
                'Write it like preimport = ["torch", "numpy"].',
                module=repr(module),
            )
    _limits(config.table("limits", {}))
    return config


def _limits(table: TomlTable) -> RunLimits:
    kinds = {field.name: str(field.type) for field in dataclasses.fields(RunLimits)}
    table.known(*kinds, what=Message("limit"))
    values: dict[str, Any] = {
        key: table.whole(key, positive=True) if kinds[key] == "int" else table.number(key, positive=True)
        for key in table.keys
    }
    return RunLimits(**values)


def _files(config: TomlTable, key: str, besides: Iterable[str] = ()) -> tuple[Path, ...]:
    """The files that ``key`` names; their names must differ, also from those ``besides``, for all come to lie together."""
    files: list[Path] = []
    taken = {Path(name).name for name in besides}
    for name in config.texts(key, _LISTS[key]):
        path = (config.path.parent / name).resolve()
        if not path.exists():
            raise config.error(
                key,
                "'{key}' names {name}, and there is no such file",
                "Paths are relative to the folder of assignment.toml.",
                key=key,
                name=repr(name),
            )
        if path.name in taken:
            raise config.error(
                key,
                "two entries of '{key}' are called {name}",
                "They are put beside the notebook, so their names must differ.",
                key=key,
                name=repr(path.name),
            )
        taken.add(path.name)
        files.append(path)
    return tuple(files)


def _exercises(master: Master, tests_folder: Path) -> tuple[Exercise, ...]:
    answers = [cell for cell in master.cells if cell.exercise]
    tests = {path.stem: path for path in sorted(tests_folder.glob("*.py")) if path.stem != "__init__"}
    for name in tests:
        if name not in {cell.exercise for cell in answers}:
            raise KitError(
                "{place}.py tests an exercise {name} that {master} does not have.",
                did_you_mean(name, (str(cell.exercise) for cell in answers)),
                place=at(tests_folder / name),
                name=repr(name),
                master=at(master.path),
            )
    return tuple(_exercise(master, cell, tests, tests_folder) for cell in answers)


def _exercise(master: Master, cell: Cell, tests: dict[str, Path], tests_folder: Path) -> Exercise:
    name = str(cell.exercise)
    if name not in tests:
        raise KitError(
            "{place}: the exercise {name} has no tests.",
            "Write {tests}.py.",
            place=at(master.path, cell.line),
            name=repr(name),
            tests=at(tests_folder / name),
        )
    return Exercise(
        name=name,
        points=_points(tests[name]),
        tests=tests[name],
        cell_id=cell.id,
        provides=defined_names(cell.source),
    )


def _points(path: Path) -> float:
    """The number that the test file gives as its ``points``, read without executing the file."""
    text = read_author_text(path)
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise KitError(
            "{place}: {reason}.", "The test file must be valid Python.", place=at(path, error.lineno), reason=error.msg
        ) from error
    for statement in tree.body:
        if (
            isinstance(statement, ast.Assign)
            and any(isinstance(target, ast.Name) and target.id == "points" for target in statement.targets)
            and isinstance(statement.value, ast.Constant)
            and isinstance(statement.value.value, (int, float))
            and statement.value.value > 0
        ):
            return statement.value.value
    raise KitError("{place} does not say what the exercise is worth.", "Add a line like: points = 20", place=at(path))
