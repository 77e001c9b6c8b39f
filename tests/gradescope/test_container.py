"""The kit's own engine in a root laid out as Gradescope's: set up, run, and its results.json read."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import nbformat
import pytest
from gradescope_root import PLACES, GradescopeRoot

from autograder.authoring.assignment import Assignment
from autograder.authoring.catalogue import find_assignment
from autograder.authoring.solved import solved_notebook
from autograder.authoring.variants import load_variants
from autograder.release.gradescope_zip import write_gradescope_zip

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.getuid() != 0, reason="as in Gradescope's container, this needs root"),
]
TINY = Path(__file__).resolve().parents[1] / "fixtures" / "tiny_assignment"
SCHEMA = json.loads(Path(__file__).with_name("results_schema.json").read_text(encoding="utf-8"))
METADATA = {
    "id": 12,
    "created_at": "2026-11-24T10:00:00.365935-08:00",
    "assignment": {"due_date": "2026-11-24T09:00:00.000000-08:00", "title": "Tiny", "total_points": "100.0"},
    "users": [{"email": "dana@example.org", "id": 7, "name": "Dana Levi", "sid": "031"}],
    "previous_submissions": [
        {"submission_time": "2026-11-23T10:00:00.0-08:00", "score": 3.0, "results": {"x": "previous-result-8151"}}
    ],
}
SNOOP = """
import os
found = []
for place in ("/autograder/source/kit/autograder/tests", "/autograder/source/kit/solutions", "/autograder/results",
              "/autograder/submission_metadata.json", "/autograder/source"):
    for folder, _, names in os.walk(place) if os.path.isdir(place) else [(os.path.dirname(place), [], [os.path.basename(place)])]:
        for name in names:
            try:
                text = open(os.path.join(folder, name), errors="replace").read()
            except OSError:
                continue
            if "previous-result-8151" in text or "/kit/autograder/tests/" in os.path.join(folder, name) or "/solutions/" in folder:
                found.append(os.path.join(folder, name))
raise RuntimeError(f"FOUND {found}")
"""


@pytest.fixture(scope="module")
def tiny() -> Assignment:
    return find_assignment("07_tiny", TINY)


@pytest.fixture(scope="module")
def tiny_zip(tiny: Assignment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("zip") / "autograder.zip"
    write_gradescope_zip(tiny, path, TINY)
    return path


@pytest.fixture(params=list(PLACES))
def root(request: pytest.FixtureRequest, tiny_zip: Path, tmp_path: Path) -> GradescopeRoot:
    return GradescopeRoot.made(tmp_path / "autograder", tiny_zip, request.param)


def notebook(tiny: Assignment, kind: str, folder: Path, first: str = "") -> Path:
    variants = {variant.kind: variant for variant in load_variants(tiny)}
    made = solved_notebook(tiny, dict.fromkeys(variants[kind].exercises, variants[kind].source))
    if first:
        made.cells.insert(0, nbformat.v4.new_code_cell(first))
    path = folder / "my work.ipynb"
    nbformat.write(made, path)
    return path


def graded(root: GradescopeRoot) -> dict[str, Any]:
    done = root.run("/autograder/run_autograder")
    assert done.returncode == 0, done.stdout + done.stderr
    document = root.results()
    jsonschema.validate(document, SCHEMA)
    assert document["extra_data"]["isolation"] == root.level
    return document


def test_a_wrong_answer_in_each_kind_of_container(root: GradescopeRoot, tiny: Assignment, tmp_path: Path) -> None:
    setup = root.run("/autograder/source/setup.sh")
    assert setup.returncode == 0, setup.stdout + setup.stderr
    assert root.level in setup.stdout
    root.hand_in(notebook(tiny, "wrong", tmp_path, SNOOP), METADATA)
    document = graded(root)
    assert document["score"] == 50  # by hand: wrong/columns fails every case of normalize_rows but test_shape
    (who,) = document["extra_data"]["hand_in"]["members"]
    assert who == {"name": "Dana Levi", "id": "031", "email": "dana@example.org"}
    assert document["extra_data"]["hand_in"]["late"] is True and document["extra_data"]["hand_in"]["attempt"] == 2
    hidden = [row for row in document["tests"] if "Hidden check" in row["name"]]
    assert hidden and {row["visibility"] for row in hidden} == {"after_published"}
    told = [row for row in document["tests"] if row["name"].endswith("What it looks like")]
    assert told and told[0]["visibility"] == "after_published" and told[0]["output"]
    assert "FOUND []" in document["output"], document["output"]
    assert all(document["extra_data"]["held"].values()) == (root.level != "process")
    secrets = root.folder / "source/kit/autograder/tests/07_tiny"
    assert sorted(path.name for path in secrets.glob("*.py")) == sorted(
        path.name for path in tiny.tests_folder.glob("*.py")
    )
    assert "previous-result-8151" in (root.folder / "submission_metadata.json").read_text()


def test_a_right_answer_and_one_without_a_notebook(tiny_zip: Path, tiny: Assignment, tmp_path: Path) -> None:
    root = GradescopeRoot.made(tmp_path / "autograder", tiny_zip, "landlock")
    root.hand_in(notebook(tiny, "right", tmp_path))
    assert graded(root)["score"] == 100
    shutil.rmtree(root.folder / "submission")
    (root.folder / "submission").mkdir()
    (root.folder / "submission" / "essay.txt").write_text("no notebook")
    done = root.run("/autograder/run_autograder")
    document = root.results()
    jsonschema.validate(document, SCHEMA)
    assert done.returncode == 0 and document["score"] == 0 and document["output"]


TWO_GIGABYTES = 2048
NEEDS = "import time; held = b'x' * ({} << 20); time.sleep(2); print('it had them')"


def test_a_container_of_two_gigabytes(tiny_zip: Path, tiny: Assignment, tmp_path: Path) -> None:
    """A submission gets what the container has beside the grader, and what it cannot have costs it that line alone."""
    root = GradescopeRoot.made(tmp_path / "autograder", tiny_zip, "landlock")
    assert tiny.limits.memory_mb >= TWO_GIGABYTES  # so what is refused below is refused for the container's sake
    limits = tmp_path / "cgroup"
    limits.mkdir()
    (limits / "memory.max").write_text(f"{TWO_GIGABYTES << 20}\n")
    root.hand_in(notebook(tiny, "right", tmp_path, "fits = b'x' * (700 << 20)\nhog = b'x' * (1400 << 20)"))
    done = root.run("/autograder/run_autograder", shown={"/sys/fs/cgroup": limits}, memory_mb=TWO_GIGABYTES)
    assert done.returncode == 0, done.stderr
    document = root.results()
    assert document["score"] == 100 and "hog = b'x' * (1400 << 20): MemoryError" in document["output"], document
    assert "fits =" not in document["output"]  # that line ran
    assert 700 < root.most_mb < TWO_GIGABYTES


@pytest.mark.parametrize(("megabytes", "ends"), [(2300, True), (300, False)])
def test_that_container_does_end_what_needs_more(tiny_zip: Path, tmp_path: Path, megabytes: int, ends: bool) -> None:
    """The control of the test above: its limit is one."""
    root = GradescopeRoot.made(tmp_path / "autograder", tiny_zip, "landlock")
    python = "/autograder/venv/bin/python"
    done = root.run(python, "-c", NEEDS.format(megabytes), memory_mb=TWO_GIGABYTES)
    assert (done.returncode == -9, "it had them" in done.stdout) == (ends, not ends), done.stderr
    assert ends or 300 < root.most_mb < 400


def test_an_image_that_lost_its_tests_gives_no_mark(tiny_zip: Path, tiny: Assignment, tmp_path: Path) -> None:
    root = GradescopeRoot.made(tmp_path / "autograder", tiny_zip, "landlock")
    root.hand_in(notebook(tiny, "right", tmp_path))
    shutil.rmtree(root.folder / "source/kit/autograder/tests")
    done = root.run("/autograder/run_autograder")
    assert done.returncode == 2 and done.stderr.startswith("error: ") and "Traceback" not in done.stderr
    assert not (root.folder / "results" / "results.json").exists()
