"""Build one assignment: everything into a temporary folder, checked for leaks, then moved into place at once."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from autograder.authoring.assignment import Assignment
from autograder.authoring.catalogue import assignment_names
from autograder.authoring.claims import CLAIMS_NAME, PAGE_NAME, traceability_page
from autograder.errors import KitError
from autograder.places import at
from autograder.release.built import (
    BuildResult,
    Last,
    digest_of_claims,
    hash_of,
    inputs_of,
    record_of,
    result_below,
)
from autograder.release.files import write_text
from autograder.release.public_folder import check_public_target, write_public_folder
from autograder.translation import _

__all__ = ["BuildResult", "build_assignment", "write_traceability"]

TOTAL_POINTS = 100
_PAGES_RECORD = "traceability.txt"

Progress = Callable[[str], None]


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
    result = result_below(assignment, output_root, unchanged=False)
    inputs, last = inputs_of(assignment, kit), Last.read(result)
    if last.made(inputs, result):
        result = result_below(assignment, output_root, unchanged=True)
    else:
        from autograder.release.parts import make_parts  # with Otter, nbgrader and all that runs a notebook

        (output_root / "build").mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".in-progress-", dir=output_root / "build") as name:
            staged = result_below(assignment, Path(name), unchanged=False)
            make_parts(assignment, staged, result, last, inputs, kit, say)
            write_text(staged.record, record_of(inputs, staged))
            say(_("moving into place"))
            _replace(
                [
                    (staged.student_folder, result.student_folder),
                    (staged.student_zip, result.student_zip),
                    (staged.otter_zip.parent, result.otter_zip.parent),
                ],
                Path(name),
            )
    if public is not None:
        say(_("public folder"))
        write_public_folder(assignment, result.student_folder, result.student_zip, public, kit)
        result = result_below(assignment, output_root, unchanged=result.unchanged, public=public)
    return result


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


def write_traceability(kit: Path) -> Path | None:
    """Write docs/traceability.md anew, from the claims of the lecture and all assignments; None if there are none.

    Where neither these nor the page have changed since the last time, nothing is done.

    Raises:
        KitError: as :func:`traceability_page`.
    """
    if not (kit / "solutions" / CLAIMS_NAME).is_file():
        return None
    path, record = kit / "docs" / PAGE_NAME, kit / "build" / _PAGES_RECORD
    inputs = digest_of_claims(kit, assignment_names(kit))
    if path.is_file() and record.is_file() and record.read_text(encoding="utf-8") == f"{inputs} {hash_of(path)}\n":
        return path
    page = traceability_page(kit)
    if page is None:
        return None
    write_text(path, page)
    write_text(record, f"{inputs} {hash_of(path)}\n")
    return path
