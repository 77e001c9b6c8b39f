"""Which assignments there are, and where."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import autograder
from autograder.authoring.assignment import CONFIG_NAME, Assignment, load_assignment
from autograder.authoring.cell_ids import give_ids
from autograder.errors import KitError
from autograder.messages import Message
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
                "{root_variable} is {named}, and there is no folder solutions/ in it.",
                "Set {root_variable} to the folder that holds solutions/, or unset it.",
                root_variable=ROOT_VARIABLE,
                named=repr(named),
            )
        return root
    here = Path.cwd().resolve()
    for folder in (Path(autograder.__file__).resolve().parent.parent, here, *here.parents):
        if (folder / "solutions").is_dir():
            return folder
    raise KitError(
        "No course kit was found: neither the current folder nor one above it holds solutions/.",
        "Change into the kit's folder, or set {root_variable} to it.",
        root_variable=ROOT_VARIABLE,
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
        mend = did_you_mean(wanted, known) or Message(
            "Assignments live in {folder}, one folder each.", folder=str(root / "solutions")
        )
        raise KitError("There is no assignment {wanted}.", mend, wanted=repr(wanted))
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
