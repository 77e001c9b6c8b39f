"""A folder to push to a public repository: what students may have, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

from autograder.authoring.assignment import Assignment
from autograder.errors import KitError
from autograder.places import at
from autograder.release.files import write_text

_MARK = "<!-- written by `autograder build --public` -->"
_LICENCES = ("LICENSE*", "LICENCE*", "COPYING*", "NOTICE*")


def check_public_target(folder: Path, kit: Path) -> None:
    """Refuse a folder that is the kit itself, or in it, or holds it.

    Raises:
        KitError: so that solutions are never mixed with what is published.
    """
    target, kit = folder.resolve(), kit.resolve()
    if target == kit or kit in target.parents or target in kit.parents or (target / "solutions").exists():
        raise KitError(
            "{place} cannot be the public folder: it is, holds or lies in a folder with solutions.",
            "Name a folder outside the kit.",
            place=at(folder),
        )


def write_public_folder(assignment: Assignment, student_folder: Path, zip_path: Path, target: Path, kit: Path) -> None:
    """Add or replace one assignment in the public folder, and write its README.

    What else is in the folder (other assignments, a .git, a README of the instructor's own) is left alone.

    Args:
        assignment: what is published.
        student_folder: the built folder of the assignment.
        zip_path: the built zip.
        target: the public folder; made where it does not exist.
        kit: the kit's folder, for licences, the environment, and the notes on the data that students get.
    """
    check_public_target(target, kit)
    destination = target / "assignments" / student_folder.name
    if destination.exists():
        shutil.rmtree(destination)
    shutil.copytree(student_folder, destination)
    shutil.copyfile(zip_path, target / "assignments" / zip_path.name)
    for pattern in (*_LICENCES, "environment.yml"):
        for path in sorted(kit.glob(pattern)):
            if path.is_file():
                shutil.copyfile(path, target / path.name)
    _copy_data_notes(assignment, target, kit)
    readme = target / "README.md"
    if not readme.exists() or readme.read_text(encoding="utf-8").startswith(_MARK):
        write_text(readme, _readme(target))


def _copy_data_notes(assignment: Assignment, target: Path, kit: Path) -> None:
    """Where a given file comes from datasets/, its folder's README and licences are published too."""
    datasets = (kit / "datasets").resolve()
    for given in assignment.files:
        if datasets not in given.parents:
            continue
        home = given if given.is_dir() else given.parent
        for folder in {home, *(parent for parent in home.parents if datasets in parent.parents)}:
            for pattern in ("README*", *_LICENCES):
                for note in sorted(folder.glob(pattern)):
                    destination = target / note.relative_to(kit.resolve())
                    destination.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(note, destination)


def _readme(target: Path) -> str:
    folders = sorted(path for path in (target / "assignments").iterdir() if path.is_dir())
    rows = "\n".join(
        f"| [{_title(path)}](assignments/{path.name}/) | [`{path.name}.zip`](assignments/{path.name}.zip) |"
        for path in folders
    )
    environment = (
        "\nOne environment serves all of them: `conda env create -f environment.yml`.\n"
        if (target / "environment.yml").exists()
        else ""
    )
    return f"""\
{_MARK}
# Assignments

| assignment | as a zip |
|---|---|
{rows}
{environment}
Each folder says how to start and needs nothing else from here.
"""


def _title(folder: Path) -> str:
    """The heading of an assignment's README."""
    readme = folder / "README.md"
    first = readme.read_text(encoding="utf-8").split("\n")[0] if readme.exists() else ""
    return first.removeprefix("# ").strip() or folder.name
