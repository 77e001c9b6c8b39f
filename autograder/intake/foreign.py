"""Folders of installed packages and caches that came along: nobody's work, often thousands of files.

They are told by what pip, conda, venv and npm put there, not by a name that a student may give (an ``env/`` of one's own is a
folder like any other): ``site-packages``, ``node_modules``, ``pyvenv.cfg``, ``conda-meta``, an interpreter in ``bin/``. Hidden folders
(``.venv``, ``.git``, ``.ipynb_checkpoints``) and ``__pycache__`` are never looked into.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

PACKAGES = frozenset({"site-packages", "dist-packages", "node_modules", "__pypackages__", "bower_components"})
"""Folders that hold packages, wherever they lie."""
_MARKS = frozenset({"pyvenv.cfg", "conda-meta"})
_PROGRAM = re.compile(r"^(python[\d.]*(\.exe)?|activate(\.\w+)?)$", re.I)
_PARTS = frozenset({"bin", "scripts", "lib", "lib64", "include", "share", "etc", "conda-meta", "pyvenv.cfg", "dlls"})
"""What an environment consists of, where it was made in the very folder of the notebook."""


def foreign_roots(paths: Iterable[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """The outermost folders of packages among the paths of some files.

    >>> sorted(foreign_roots([("hw", "a.ipynb"), ("hw", "env", "lib", "python3.11", "site-packages", "x.py")]))
    [('hw', 'env')]
    """
    paths = list(paths)
    roots: set[tuple[str, ...]] = set()
    for path in paths:
        for number, part in enumerate(path[:-1]):
            if part in PACKAGES:
                roots.add(_environment_above(path[: number + 1]))
                break
        for number, part in enumerate(path):
            program = number >= 1 and path[number - 1].casefold() in ("bin", "scripts") and _PROGRAM.match(part)
            if part in _MARKS:
                roots.add(path[:number])
            elif program and number >= 2 and number == len(path) - 1:
                roots.add(path[: number - 1])
    homes = {path[:-1] for path in paths if path[-1].lower().endswith(".ipynb")}
    cut: set[tuple[str, ...]] = set()
    for root in roots:
        if root and not any(home[: len(root)] == root and not _in_parts(home, root) for home in homes):
            cut.add(root)
        else:  # made in the very folder of the notebook, or above it: only what belongs to it goes
            cut |= {path[: len(root) + 1] for path in paths if path[: len(root)] == root and _in_parts(path, root)}
    return {root for root in cut if not any(root[:n] in cut for n in range(len(root)))}


def _in_parts(path: tuple[str, ...], root: tuple[str, ...]) -> bool:
    return len(path) > len(root) and path[len(root)].casefold() in _PARTS


def root_of(path: tuple[str, ...], roots: set[tuple[str, ...]]) -> tuple[str, ...] | None:
    """The root that a path lies in; None where it lies in none."""
    return next((path[:n] for n in range(1, len(path) + 1) if path[:n] in roots), None) if roots else None


def _environment_above(path: tuple[str, ...]) -> tuple[str, ...]:
    """The environment that a folder ``lib/python3.11/site-packages`` or ``Lib/site-packages`` belongs to."""
    for number in (2, 1):
        above = path[: len(path) - 1 - number]
        lib = path[len(path) - 1 - number : len(path) - number]
        if above and lib and lib[0].casefold() in ("lib", "lib64"):
            return above
    return path


def is_environment(folder: Path) -> bool:
    """Whether a folder on the disk is an environment that holds no notebook directly."""
    try:
        names = [entry.name for entry in folder.iterdir()]
    except OSError:
        return False
    if any(name.lower().endswith(".ipynb") for name in names):
        return False
    if any(name in _MARKS for name in names):
        return True
    for name in names:
        if name.casefold() in ("bin", "scripts") and _programs(folder / name):
            return True
        if name.casefold() in ("lib", "lib64") and _packages_in(folder / name):
            return True
    return False


def foreign_children(names: list[str]) -> set[str]:
    """Which names in a folder on the disk are packages, or parts of an environment that was made there."""
    found = {name for name in names if name in PACKAGES}
    if any(name in _MARKS for name in names):
        found |= {name for name in names if name.casefold() in _PARTS}
    return found


def _programs(folder: Path) -> bool:
    try:
        return any(_PROGRAM.match(entry.name) for entry in folder.iterdir())
    except OSError:
        return False


def _packages_in(lib: Path) -> bool:
    return any((lib / name).is_dir() for name in PACKAGES) or any(
        (python / "site-packages").is_dir() for python in lib.glob("python*")
    )
