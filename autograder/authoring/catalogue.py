"""Which assignments there are, and where."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import autograder
from autograder.authoring.assignment import CONFIG_NAME, Assignment, load_assignment
from autograder.authoring.cell_ids import give_ids
from autograder.errors import KitError
from autograder.places import did_you_mean

ROOT_VARIABLE = "AUTOGRADER_KIT"


def kit_root() -> Path:
    """The folder that holds ``solutions/``: named by AUTOGRADER_KIT, else this checkout, else one above the current.

    Raises:
        KitError: if there is none.
    """
    named = os.environ.get(ROOT_VARIABLE)
    if named:
        root = Path(named).expanduser().resolve()
        if not (root / "solutions").is_dir():
            raise KitError(
                f"{ROOT_VARIABLE} is {named!r}, and there is no folder solutions/ in it.",
                f"Set {ROOT_VARIABLE} to the folder that holds solutions/, or unset it.",
            )
        return root
    here = Path.cwd().resolve()
    for folder in (Path(autograder.__file__).resolve().parent.parent, here, *here.parents):
        if (folder / "solutions").is_dir():
            return folder
    raise KitError(
        "No course kit was found: neither the current folder nor one above it holds solutions/.",
        f"Change into the kit's folder, or set {ROOT_VARIABLE} to it.",
    )


def assignment_names(root: Path) -> list[str]:
    """The names of the assignments, sorted: the folders of ``solutions/`` that hold an assignment.toml."""
    return sorted(path.parent.name for path in (root / "solutions").glob(f"*/{CONFIG_NAME}"))


def find_assignment(name: str, root: Path | None = None) -> Assignment:
    """Load the assignment called ``name`` (``03_attention``; a trailing slash does no harm).

    Raises:
        KitError: if there is none; the message proposes the nearest name.
    """
    root = kit_root() if root is None else root
    known = assignment_names(root)
    wanted = name.strip().rstrip("/")
    if wanted not in known:
        mend = did_you_mean(wanted, known) or f"Assignments live in {root / 'solutions'}, one folder each."
        raise KitError(f"There is no assignment {wanted!r}.", mend)
    return load_assignment(root / "solutions" / wanted, root / "autograder" / "tests" / wanted)


def assignments_to_work_on(names: Iterable[str], root: Path) -> list[Assignment]:
    """Load assignments (all, if none is named) for their author: cells that have no id yet are given one first.

    Raises:
        KitError: as :func:`find_assignment`.
    """
    chosen = [name.strip().rstrip("/") for name in names] or assignment_names(root)
    for name in chosen:
        give_ids(root / "solutions" / name / "notebook.py")
    return [find_assignment(name, root) for name in chosen]
