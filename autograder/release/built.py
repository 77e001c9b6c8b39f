"""What a build leaves behind and what it was made from, by digests: a part is made again when what it reads has changed.

The record of an assignment is ``build/NAME/digest.json``: ``inputs`` and ``outputs`` of the whole, and under ``parts`` the inputs of those
parts that take long. Nothing here reads a test or imports a tool, so that a build which has nothing to do is done at once.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import autograder
from autograder.authoring.assignment import CONFIG_NAME, Assignment
from autograder.authoring.claims import CLAIMS_NAME
from autograder.authoring.rubric import RUBRIC_NAME
from autograder.release.files import walk

GRADEBOOK = "gradebook.db"
"""nbgrader's database, which holds times."""
NBGRADER, SOLUTION = "nbgrader", "solution"
_RECORD = "digest.json"
_TOOLS = ("otter-grader", "nbgrader", "nbformat", "nbclient", "jupytext")
_RUN_BY_CELLS = (
    "torch", "numpy", "scipy", "scikit-learn", "transformers", "tokenizers", "safetensors", "matplotlib", "matplotlib-inline", "pillow", "ipython",
    "ipykernel",
)  # fmt: skip
"""Whatever a cell's output may hang on."""


@dataclass(frozen=True)
class BuildResult:
    """Where the results of a build are."""

    student_folder: Path
    student_zip: Path
    solution: Path
    """The executed solution notebook."""
    otter_zip: Path
    nbgrader: Path
    """The nbgrader course folder."""
    unchanged: bool
    """Nothing had to be built: inputs and outputs are those of the last build."""
    public: Path | None = None

    @property
    def paths(self) -> tuple[Path, ...]:
        """Everything that was built, in the order in which it is best shown."""
        built = (self.student_folder, self.student_zip, self.solution, self.otter_zip, self.nbgrader)
        return built if self.public is None else (*built, self.public)

    @property
    def record(self) -> Path:
        """The file that says what it was made from."""
        return self.otter_zip.parent / _RECORD


def result_below(assignment: Assignment, root: Path, *, unchanged: bool, public: Path | None = None) -> BuildResult:
    """Where the results lie below ``root``."""
    students, build = root / "assignments", root / "build" / assignment.name
    return BuildResult(
        student_folder=students / assignment.name,
        student_zip=students / f"{assignment.name}.zip",
        solution=build / "solution" / notebook_name(assignment),
        otter_zip=build / "autograder.zip",
        nbgrader=build / "nbgrader",
        unchanged=unchanged,
        public=public,
    )


def notebook_name(assignment: Assignment) -> str:
    """``03_attention.ipynb``."""
    return f"{assignment.name}.ipynb"


@dataclass(frozen=True)
class Inputs:
    """Digests of what a build reads."""

    whole: str
    parts: Mapping[str, str]


def inputs_of(assignment: Assignment, kit: Path) -> Inputs:
    """Digests of all that a build reads: the author's files, this package, and the tools' versions.

    The solution notebook is executed for its outputs, and these hang on the code alone: a text, a test or a variant may change.
    """
    tools = [*(f"{tool} {_version(tool)}" for tool in _TOOLS), f"python {sys.version_info[:2]}"]
    given = [*_files(assignment.files), *_hashes(_code())]
    read = [
        *tools,
        *_hashes([assignment.folder / CONFIG_NAME, assignment.master.path, assignment.folder / RUBRIC_NAME]),
        *_hashes(exercise.tests for exercise in assignment.exercises),
        *_files(assignment.hidden_files),
        *given,
    ]
    more = [kit / "pyproject.toml", kit / "solutions" / CLAIMS_NAME]
    more += [*walk(assignment.folder / "wrong"), *walk(assignment.folder / "right")]
    cells = [
        json.dumps([cell.id, cell.exercise, sorted(cell.tags), cell.source])
        for cell in assignment.master.cells
        if cell.kind == "code"
    ]
    libraries = [f"{library} {_version(library)}" for library in _RUN_BY_CELLS]
    return Inputs(
        _digest([*read, *_hashes(more)]),
        {NBGRADER: _digest(read), SOLUTION: _digest([*tools, *libraries, repr(assignment.limits), *given, *cells])},
    )


@dataclass(frozen=True)
class Last:
    """What the last build was made from, and what it made."""

    inputs: str = ""
    outputs: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, result: BuildResult) -> Last:
        """As the record says; nothing where there is none, or none that can be read."""
        try:
            last = json.loads(result.record.read_text(encoding="utf-8"))
            return cls(str(last["inputs"]), dict(last["outputs"]), dict(last.get("parts", {})))
        except (OSError, ValueError, KeyError, TypeError):
            return cls()

    def made(self, inputs: Inputs, result: BuildResult) -> bool:
        """Whether it made all of ``result`` from these inputs, and all is still as it was."""
        there = all(path.exists() for path in (result.record, *result.paths))
        return there and self.inputs == inputs.whole and self.outputs == digest_of_outputs(result)

    def made_part(self, part: str, inputs: Inputs, result: BuildResult) -> bool:
        """The same of one part."""
        folder = result.otter_zip.parent / part
        root = folder.parents[2]
        below = f"{folder.relative_to(root).as_posix()}/"
        then = {path: digest for path, digest in self.outputs.items() if path.startswith(below)}
        return bool(then) and self.parts.get(part) == inputs.parts[part] and then == _by_path(walk(folder), root)


def record_of(inputs: Inputs, result: BuildResult) -> str:
    """The text of the record."""
    last = {"inputs": inputs.whole, "outputs": digest_of_outputs(result), "parts": dict(inputs.parts)}
    return json.dumps(last, indent=1) + "\n"


def digest_of_outputs(result: BuildResult) -> dict[str, str]:
    """The digest of each built file by its path, except nbgrader's database, which holds times."""
    build = result.otter_zip.parent
    return _by_path([*walk(result.student_folder), result.student_zip, *walk(build)], build.parent.parent)


def digest_of_claims(kit: Path, names: Iterable[str]) -> str:
    """A digest of all that the page on the lecture's claims is made from."""
    lines = _hashes([kit / "solutions" / CLAIMS_NAME, *_code()])
    for name in names:
        folder = kit / "solutions" / name
        tests = sorted((kit / "autograder" / "tests" / name).glob("*.py"))
        paths = [folder / CONFIG_NAME, folder / "notebook.py", *walk(folder / "wrong"), *tests]
        lines += [name, *_hashes(paths)]
    return _digest(lines)


def hash_of(path: Path) -> str:
    """SHA-256 of a file's content, in hexadecimal; "absent" where there is no file."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "absent"


def _by_path(files: Iterable[Path], root: Path) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): hash_of(path) for path in files if path.name not in (GRADEBOOK, _RECORD)}


def _code() -> list[Path]:
    """This package's own, as far as builds go."""
    package = Path(autograder.__file__).parent
    return [path for room in ("authoring", "release") for path in walk(package / room) if path.suffix == ".py"]


def _files(given: Iterable[Path]) -> list[str]:
    return _hashes(path for one in given for path in (walk(one) if one.is_dir() else [one]))


def _hashes(paths: Iterable[Path]) -> list[str]:
    return [f"{path.name} {hash_of(path)}" for path in paths]


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def _version(library: str) -> str:
    try:
        return importlib.metadata.version(library)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"
