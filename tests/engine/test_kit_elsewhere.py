"""The sandbox comes up wherever the kit and its Python lie: below /tmp, and with packages outside the environment."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from autograder.isolation.levels import Level, probe

KIT = Path(__file__).resolve().parents[2]
RIGHT = "datasets/sample_class/03_attention/amit_all_right.ipynb"


@pytest.fixture
def kit() -> Iterator[Path]:
    """A copy of the kit below /tmp, which the sandbox replaces by a folder of its own."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        Path(name).chmod(0o755)  # other users may enter it, as they may a clone
        root = Path(name) / "kit"
        skipped = shutil.ignore_patterns("__pycache__")
        for folder in ("autograder", "solutions/03_attention", "solutions/shared"):
            shutil.copytree(KIT / folder, root / folder, ignore=skipped)
        (root / "class").mkdir()
        shutil.copy(KIT / RIGHT, root / "class")
        yield root


@pytest.mark.slow
@pytest.mark.skipif(not probe(Level.NAMESPACES).works, reason="this machine has no namespaces level")
def test_an_environment_below_tmp_that_borrows_its_packages(kit: Path) -> None:
    environment = kit / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(environment)}))
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    lent = kit.parent / "lent" / "site-packages"  # below /tmp as well, and outside every environment
    lent.mkdir(parents=True)
    (lent / "a_late_import.py").write_text("VALUE = 7\n")
    (packages / "lent.pth").write_text(f"{lent}\n")
    (path,) = (kit / "class").glob("*.ipynb")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell("import a_late_import\nassert a_late_import.VALUE == 7"))
    nbformat.write(notebook, path)
    program = [environment / "bin" / "python", "-m", "autograder", "grade", "03_attention", "class"]
    done = subprocess.run(
        [*program, "--out", "results", "--isolation", "namespaces"],
        cwd=kit,
        env={**os.environ, "PYTHONPATH": str(kit)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with (kit / "results" / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["status"], float(row["score"]), row["detail"]) == ("graded", 100.0, "")
