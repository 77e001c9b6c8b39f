"""Which packages an assignment needs: the imports of what students run, with the versions that the kit asks for."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import TypeGuard

from autograder.authoring.assignment import Assignment

TORCH_INDEX = "--extra-index-url https://download.pytorch.org/whl/cpu"
"""Where pip finds torch without a GPU, a tenth of the size."""
_DISTRIBUTIONS = {"sklearn": "scikit-learn", "PIL": "pillow", "yaml": "pyyaml", "otter": "otter-grader"}
_MAGIC = re.compile(r"^\s*[%!].*$", re.MULTILINE)


def grading_requirements(assignment: Assignment, kit: Path | None = None) -> list[str]:
    """What must be installed to run the notebook, its given files and its tests, one requirement each, sorted.

    Args:
        assignment: the assignment; what it pre-imports counts too.
        kit: the folder with the kit's pyproject.toml, which gives the versions; without it, there are none.
    """
    sources = [cell.source for cell in assignment.master.cells if cell.kind == "code"]
    sources += [exercise.tests.read_text(encoding="utf-8") for exercise in assignment.exercises]
    given = {path.stem for path in assignment.files} | {path.name for path in assignment.files}
    for path in assignment.files:
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            if file.suffix == ".py":
                sources.append(file.read_text(encoding="utf-8"))
                given.add(file.stem)
    modules = {name.split(".")[0] for name in assignment.preimport} | _imports(sources)
    modules -= {*sys.stdlib_module_names, *given, "otter"}
    versions = _versions(kit)
    names = {_DISTRIBUTIONS.get(module, module) for module in modules}
    return sorted(versions.get(name.lower(), name) for name in names)


def student_requirements(assignment: Assignment, kit: Path | None = None) -> list[str]:
    """The same, and what a student needs to open the notebook, run its checks and have it saved and packed."""
    versions = _versions(kit)
    tools = [versions.get(name, name) for name in ("jupyterlab", "ipylab")]
    return sorted({*grading_requirements(assignment, kit), *tools})


def with_torch_index(requirements: list[str]) -> list[str]:
    """The lines of a requirements file: if torch is among them, it is taken from the CPU index."""
    return [TORCH_INDEX, *requirements] if any(line.startswith("torch") for line in requirements) else requirements


def _imports(sources: Iterable[str]) -> set[str]:
    """The modules that sources import; not those that they can do without, in a ``try`` with ``except ImportError``."""
    found: set[str] = set()
    for source in sources:
        tree = ast.parse(_MAGIC.sub("", source))
        optional = {
            node for guard in ast.walk(tree) if _is_guard(guard) for part in guard.body for node in ast.walk(part)
        }
        for node in ast.walk(tree):
            if node in optional:
                continue
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.split(".")[0])
    return found


def _is_guard(node: ast.AST) -> TypeGuard[ast.Try]:
    if not isinstance(node, ast.Try):
        return False
    caught = [name for handler in node.handlers if handler.type for name in ast.walk(handler.type)]
    return any(isinstance(name, ast.Name) and name.id in ("ImportError", "ModuleNotFoundError") for name in caught)


def _versions(kit: Path | None) -> dict[str, str]:
    """The kit's own dependencies by name in lower case, without environment markers."""
    path = kit / "pyproject.toml" if kit else None
    if path is None or not path.is_file():
        return {}
    project = tomllib.loads(path.read_text(encoding="utf-8")).get("project", {})
    lines = [line.split(";")[0].strip() for line in project.get("dependencies", [])]
    return {re.split(r"[^A-Za-z0-9._-]", line)[0].lower(): line for line in lines}
