"""Build one assignment: everything into a temporary folder, checked for leaks, then moved into place at once."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import autograder
from autograder.authoring.assignment import Assignment
from autograder.authoring.claims import CLAIMS_NAME, PAGE_NAME, traceability_page
from autograder.authoring.prose import with_figures
from autograder.authoring.rubric import RUBRIC_NAME, rubric_of
from autograder.errors import KitError
from autograder.places import at
from autograder.release.files import walk, write_notebook, write_text
from autograder.release.leaks import check_leaks
from autograder.release.nbgrader_tree import GRADEBOOK, write_nbgrader_tree
from autograder.release.otter_zip import write_otter_zip
from autograder.release.public_folder import check_public_target, write_public_folder
from autograder.release.rubric_pages import MARKERS_NAME, markers_page
from autograder.release.solution_notebook import solution_notebook
from autograder.release.student_folder import write_student_folder, write_student_zip
from autograder.release.student_notebook import notebook_name

TOTAL_POINTS = 100
_DIGEST = "digest.json"
_TOOLS = ("otter-grader", "nbgrader", "nbformat", "nbclient", "jupytext")

Progress = Callable[[str], None]


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


def build_assignment(
    assignment: Assignment,
    output_root: Path,
    *,
    public: Path | None = None,
    kit: Path | None = None,
    progress: Progress | None = None,
) -> BuildResult:
    """Build all releases of an assignment; where nothing changed since the last build, do nothing.

    Args:
        assignment: what to build.
        output_root: the folder that gets ``assignments/`` (for students) and ``build/NAME/`` (for instructors).
        public: a folder to publish the student's part in as well.
        kit: the kit's folder; ``output_root`` if it is not given.
        progress: called with a short text before each step.

    Raises:
        KitError: if something does not fit, or students would get a line of a solution. Nothing was changed then.
    """
    say = progress or (lambda text: None)
    kit = output_root if kit is None else kit
    if public is not None:
        check_public_target(public, kit)
    if assignment.points != TOTAL_POINTS:
        raise KitError(
            "{assignment}: the points of its exercises add up to {points}, not {total_points}.",
            "Change the points in {place}.",
            assignment=assignment.name,
            points=assignment.points,
            total_points=TOTAL_POINTS,
            place=at(assignment.tests_folder),
        )
    assignment = with_figures(assignment)
    result = _result(assignment, output_root, unchanged=False)
    digest = _digest_of_inputs(assignment, kit)
    record = result.otter_zip.parent / _DIGEST
    if _is_current(record, digest, result):
        result = _result(assignment, output_root, unchanged=True)
    else:
        (output_root / "build").mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".in-progress-", dir=output_root / "build") as name:
            staged = _result(assignment, Path(name), unchanged=False)
            _build(assignment, staged, kit, say)
            outputs = _digest_of_outputs(staged)
            write_text(
                staged.otter_zip.parent / _DIGEST, json.dumps({"inputs": digest, "outputs": outputs}, indent=1) + "\n"
            )
            say("moving into place")
            _replace(
                [
                    (staged.student_folder, result.student_folder),
                    (staged.student_zip, result.student_zip),
                    (staged.otter_zip.parent, result.otter_zip.parent),
                ],
                Path(name),
            )
    if public is not None:
        say("public folder")
        write_public_folder(assignment, result.student_folder, result.student_zip, public, kit)
        result = _result(assignment, output_root, unchanged=result.unchanged, public=public)
    return result


def _result(assignment: Assignment, root: Path, *, unchanged: bool, public: Path | None = None) -> BuildResult:
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


def _build(assignment: Assignment, staged: BuildResult, kit: Path, say: Progress) -> None:
    say("student notebook")
    write_student_folder(assignment, staged.student_folder, kit)
    write_student_zip(staged.student_folder, staged.student_zip)
    say("Otter zip")
    write_otter_zip(assignment, staged.otter_zip, kit)
    say("nbgrader course folder")
    write_nbgrader_tree(assignment, staged.nbgrader)
    say("search for leaks")
    check_leaks(assignment, [staged.student_folder, staged.student_zip, staged.nbgrader / "release"])
    rubric = rubric_of(assignment)
    if rubric is not None:
        say("rubric for markers")
        write_text(staged.otter_zip.parent / MARKERS_NAME, markers_page(rubric))
    page = traceability_page(kit, assignment)
    if page is not None:
        say("from the lecture to the checks")
        write_text(staged.otter_zip.parent / PAGE_NAME, page)
    say("solution notebook")
    write_notebook(staged.solution, solution_notebook(assignment))


def _replace(moves: list[tuple[Path, Path]], spare: Path) -> None:
    """Move each new file or folder to its place; what was there goes first, and comes back if a move fails."""
    done: list[tuple[Path, Path | None]] = []
    try:
        for number, (new, place) in enumerate(moves):
            place.parent.mkdir(parents=True, exist_ok=True)
            old = spare / f"old-{number}" if place.exists() else None
            if old is not None:
                place.replace(old)
            done.append((place, old))
            new.replace(place)
    except OSError:
        for place, old in reversed(done):
            if place.is_dir():
                shutil.rmtree(place)
            else:
                place.unlink(missing_ok=True)
            if old is not None:
                old.replace(place)
        raise


def _digest_of_inputs(assignment: Assignment, kit: Path) -> str:
    """A digest of all that a build reads: the author's files, this package, and the tools' versions."""
    package = Path(autograder.__file__).parent
    digest = hashlib.sha256()
    for tool in _TOOLS:
        digest.update(f"{tool} {importlib.metadata.version(tool)}\n".encode())
    digest.update(f"python {sys.version_info[:2]}\n".encode())
    inputs = [assignment.folder / "assignment.toml", assignment.master.path, kit / "pyproject.toml"]
    inputs.append(assignment.folder / RUBRIC_NAME)
    inputs.append(kit / "solutions" / CLAIMS_NAME)
    inputs += walk(assignment.folder / "wrong")
    inputs += [exercise.tests for exercise in assignment.exercises]
    for given in (*assignment.files, *assignment.hidden_files):
        inputs += walk(given) if given.is_dir() else [given]
    for room in ("authoring", "release"):
        inputs += [path for path in walk(package / room) if path.suffix == ".py"]
    for path in inputs:
        digest.update(f"{path.name} {_hash(path) if path.is_file() else 'absent'}\n".encode())
    return digest.hexdigest()


def _digest_of_outputs(result: BuildResult) -> dict[str, str]:
    """The digest of each built file by its path, except nbgrader's database, which holds times."""
    build = result.otter_zip.parent
    root = build.parent.parent
    files: Iterable[Path] = [*walk(result.student_folder), result.student_zip, *walk(build)]
    return {path.relative_to(root).as_posix(): _hash(path) for path in files if path.name not in (GRADEBOOK, _DIGEST)}


def _is_current(record: Path, digest: str, result: BuildResult) -> bool:
    if not all(path.exists() for path in (record, *result.paths)):
        return False
    try:
        last = json.loads(record.read_text(encoding="utf-8"))
    except ValueError:
        return False
    return bool(last.get("inputs") == digest and last.get("outputs") == _digest_of_outputs(result))


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_traceability(kit: Path) -> Path | None:
    """Write docs/traceability.md anew, from the claims of the lecture and all assignments; None if there are none.

    Raises:
        KitError: as :func:`traceability_page`.
    """
    page = traceability_page(kit)
    if page is None:
        return None
    path = kit / "docs" / PAGE_NAME
    write_text(path, page)
    return path
