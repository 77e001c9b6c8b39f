"""The checks beside a student's notebook, in a real kernel: what they say, how they find the notebook, what they pack."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from kernel_notebook import Notebook

from autograder import release
from autograder.release.student_folder import write_student_folder

pytestmark = pytest.mark.slow


@pytest.fixture
def student(tiny, tmp_path: Path) -> Iterator[Notebook]:
    write_student_folder(tiny, tmp_path / "homework")
    notebook = Notebook(tmp_path / "homework", "07_tiny.ipynb")
    assert notebook.run('import checks\ngrader = checks.start("07_tiny")') == ""
    yield notebook
    notebook.close()


RIGHT = "def normalize_rows(rows):\n    return rows / rows.sum(axis=1, keepdims=True)"
COUNTER = (
    "START = 3\n\nclass Counter:\n    def __init__(self, start=START):\n        self.value = start\n\n"
    "    def count(self, words):\n        self.value += len(words.split())\n        return self.value"
)


def test_what_a_check_says(student: Notebook) -> None:
    check = 'grader.check("normalize_rows")'
    assert student.run(check).count("`normalize_rows` is not defined here yet: run your answer cell first.") == 1
    student.run("import numpy as np\n" + student.cell("normalize_rows").source)
    assert "normalize_rows is not written yet" in student.run(check)
    student.run("def normalize_rows(rows):\n    return rows / rows.sum(axis=0)")
    assert student.run(check) == (
        "normalize_rows results: 1 of 2 checks here failed\n\n✗ Each row should sum to 1.\n"
        "    expected  [1.0, 1.0]\n    got       [2.324, 0.6762]\n"
        "    2 of 2 numbers differ; the first is at [0]: 2.32381 instead of 1"
    )
    student.run("def normalize_rows(rows):\n    return rows.sum(axis=1)")
    assert "normalize_rows(table).shape\n    expected  (2, 3)\n    got       (2,)" in student.run(check)
    student.run("def normalize_rows(rows):\n    return None")
    assert "None came (is there a `return`?)" in student.run(check)
    student.run("def normalize_rows(rows):\n    total = rows.sums()\n    return rows / total")
    text = student.run(check)
    assert text == (  # the exception alone, once, with the student's own line
        "normalize_rows results: 2 of 2 checks here failed\n\n"
        "✗ Your code raised AttributeError: 'numpy.ndarray' object has no attribute 'sums'\n"
        "    in normalize_rows, at the line   total = rows.sums()"
    )
    student.run(RIGHT)
    assert student.run(check) == "normalize_rows results: All test cases passed!"
    student.run("START = ...\n" + COUNTER.split("\n", 1)[1])
    assert "Counter" in student.run("grader.check_all()")
    assert "There is no exercise 'softmax'" in student.run('grader.check("softmax")')


def test_an_answer_that_is_still_dots(student: Notebook) -> None:
    student.run("Counter = ...")
    assert "`Counter` is still `...`" in student.run('grader.check("Counter")')


def test_otter_is_not_loaded(student: Notebook) -> None:
    student.run(RIGHT)
    student.run('grader.check("normalize_rows")')
    assert (
        student.run("import sys; print('otter' in sys.modules, 'jsonschema' in sys.modules)").strip() == "False False"
    )


def test_what_is_missing_is_said_at_once(tiny, tmp_path: Path) -> None:
    folder = tmp_path / "homework"
    write_student_folder(tiny, folder)
    (folder / "tiny_pictures.py").unlink()
    notebook = nbformat.read(folder / "07_tiny.ipynb", as_version=4)
    notebook.metadata["checks"]["requirements"] += ["no-such-package>=1", "numpy>=99"]
    nbformat.write(notebook, folder / "07_tiny.ipynb")
    student = Notebook(folder, "07_tiny.ipynb")
    told = student.run('import checks\ngrader = checks.start("07_tiny")')
    student.close()
    assert "Missing beside the notebook: tiny_pictures.py." in told
    assert "no-such-package>=1, numpy>=99" in told and "pip install -r requirements.txt" in told


def zips(student: Notebook) -> list[Path]:
    return sorted(student.folder.glob("*.zip"))


def test_export_packs_what_is_saved_once(student: Notebook) -> None:
    student.run("import numpy as np")
    student.answer("normalize_rows", RIGHT)
    student.answer("Counter", COUNTER)
    told = student.run("grader.export()")
    [made] = zips(student)
    assert f"Packing into {made.name}: 07_tiny.ipynb" in told
    assert "run from top to bottom in a fresh kernel" in told and "cell 9 of 9" in told
    assert "3 of 3 checks passed" in told and f"To hand in: {made.name}" in told
    with zipfile.ZipFile(made) as archive:
        assert archive.read("07_tiny.ipynb") == student.path.read_bytes()
        assert archive.read("__zip_filename__").decode() == made.name
    assert f"{made.name} already holds this notebook" in student.run("grader.export()")
    assert zips(student) == [made]
    student.answer("Counter", COUNTER.replace("START = 3", "START = 2"))
    told = student.run("grader.export()")
    assert "2 of 3 checks passed" in told and "expected  5\n" in told and len(zips(student)) == 2


def test_export_says_when_the_last_change_is_not_saved(student: Notebook) -> None:
    student.run("import numpy as np")
    student.answer("normalize_rows", RIGHT, save=False)
    told = student.run("grader.export()")
    assert "does not hold what you ran last (normalize_rows)" in told and zips(student) == []
    student.answer("normalize_rows", RIGHT)
    assert "Packing" in student.run("grader.export(run_tests=False)")


def test_a_notebook_renamed_and_copied_while_it_runs(student: Notebook) -> None:
    student.run("import numpy as np")
    student.answer("normalize_rows", RIGHT)
    shutil.copyfile(student.path, student.folder / "a copy.ipynb")
    student.path = student.path.rename(student.folder / "my work (2).ipynb")
    assert "All test cases passed!" in student.run('grader.check("normalize_rows")')
    student.answer("Counter", COUNTER)
    assert "Packing" in student.run("grader.export(run_tests=False)")
    [made] = zips(student)
    with zipfile.ZipFile(made) as archive:  # of the two, the one that holds what this kernel has run
        assert "my work (2).ipynb" in archive.namelist()


def test_a_cell_that_raises_and_a_file_that_is_written_again(student: Notebook) -> None:
    student.run("import numpy as np")
    student.answer("normalize_rows", RIGHT)
    student.answer(
        "Counter", COUNTER + "\n\nopen('made.txt', 'w').write('less training')\nraise RuntimeError('at the end')"
    )
    (student.folder / "made.txt").write_text("all my training")
    told = student.run('grader.export(files=["made.txt", "not there.txt"])')
    assert "raised RuntimeError: at the end" in told
    assert (student.folder / "made.txt").read_text() == "all my training"
    with zipfile.ZipFile(zips(student)[0]) as archive:
        assert archive.read("made.txt").decode() == "all my training"


def test_patterns_of_files_are_packed_with_their_folders(student: Notebook) -> None:
    student.run("import numpy as np")
    student.answer("normalize_rows", RIGHT)
    for name in (
        "report.pdf",
        "weights/a.npy",
        "weights/b.npy",
        "weights/old/c.npy",
        "weights/notes.txt",
        "[draft].txt",
    ):
        (student.folder / name).parent.mkdir(exist_ok=True)
        (student.folder / name).write_bytes(b"x" * 3000)
    files = '["report.pdf", "weights/*.npy", "weights/a.npy", "[draft].txt", "world/*"]'
    told = student.run(f"grader.export(files={files}, run_tests=False)")
    assert "07_tiny.ipynb, report.pdf, [draft].txt, weights/ (2 files, 6 kB)" in told
    with zipfile.ZipFile(zips(student)[0]) as archive:
        names = {"07_tiny.ipynb", "report.pdf", "weights/a.npy", "weights/b.npy", "[draft].txt", "__zip_filename__"}
        assert set(archive.namelist()) == names


def test_more_than_a_grader_takes_is_not_packed(student: Notebook) -> None:
    student.run("import numpy as np")
    student.answer("normalize_rows", RIGHT)
    with (student.folder / "large.npy").open("wb") as file:
        file.truncate(9 * 2**20)
    told = student.run('grader.export(files=["*.npy"], run_tests=False)')
    assert "Not packed: large.npy (9.0 MB)" in told and "8 MB" in told and not zips(student)
    for number in range(5):
        with (student.folder / f"w{number}.bin").open("wb") as file:
            file.truncate(7 * 2**20)
    told = student.run('grader.export(files=["*.bin"], run_tests=False)')
    assert "5 files beside the notebook have 35.0 MB together" in told and not zips(student)


def test_what_is_packed_is_what_a_grader_takes() -> None:
    from autograder.intake.submission import DEFAULT_LIMITS

    source = (Path(release.__file__).parent / "given" / "checks" / "hand_in.py").read_text(encoding="utf-8")
    found = re.search(r"^FILE_MB, ALL_MB, MOST_FILES = (.*)$", source, re.M)
    assert found and [int(one) for one in found[1].split(",")] == [
        DEFAULT_LIMITS.file_bytes // 2**20,
        DEFAULT_LIMITS.files_bytes // 2**20,
        DEFAULT_LIMITS.files,
    ]


def test_plain_otter_reads_the_same_checks(student: Notebook) -> None:
    """The notebook's metadata are Otter's: its own grader gives the same verdict."""
    student.run(f"import otter\nplain = otter.Notebook('07_tiny.ipynb')\nimport numpy as np\n{RIGHT}")
    assert "All test cases passed!" in student.run('plain.check("normalize_rows")')
    assert json.loads(student.path.read_text())["metadata"]["otter"]["OK_FORMAT"] is False
