"""The autograder zip for ``otter run``, ``otter grade`` and Gradescope, made by the real ``otter generate``."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import zipfile
from pathlib import Path

from otter.generate import main as otter_generate

from autograder.authoring.assignment import Assignment
from autograder.authoring.test_files import load_test_file
from autograder.files import write_zip
from autograder.release.files import CHECKS, copy_given, walk, write_text
from autograder.release.requirements import grading_requirements, with_torch_index

PYTHON_VERSION = "3.11"


def write_otter_zip(assignment: Assignment, path: Path, kit: Path | None = None) -> None:
    """Write ``autograder.zip``: all test cases, the given files and the environment.

    Args:
        assignment: what is to be graded.
        path: the zip to write.
        kit: the folder with the kit's pyproject.toml, for the versions of packages.
    """
    with tempfile.TemporaryDirectory(prefix="autograder-otter-") as name:
        # otter generate takes only files below the current folder, and names them relative to it.
        folder = Path(name).resolve()
        tests, given, work = folder / "tests", folder / "given", folder / "otter.zip"
        tests.mkdir()
        for exercise in assignment.exercises:
            load_test_file(exercise.tests)
            shutil.copyfile(exercise.tests, tests / exercise.tests.name)
        copy_given((*assignment.files, *assignment.hidden_files, CHECKS), given)
        requirements = folder / "requirements.txt"
        write_text(requirements, "\n".join(with_torch_index(grading_requirements(assignment, kit))) + "\n")
        with contextlib.chdir(given):
            otter_generate(
                tests_dir=str(tests),
                output_path=str(work),
                no_config=True,
                lang="python",
                requirements=str(requirements),
                no_environment=True,
                files=sorted({file.relative_to(given).parts[0] for file in walk(given)}),
                python_version=PYTHON_VERSION,
            )
        with zipfile.ZipFile(work) as archive:
            members = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    write_zip(path, members)
