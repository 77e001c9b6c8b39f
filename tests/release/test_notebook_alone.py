"""A notebook without what belongs beside it, as on Colab: its first cell brings the checks, asks for the zip, says what it installs."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from kernel_notebook import Notebook
from nbclient import NotebookClient
from notebook_alone import ROOT, worked

from autograder.authoring.assignment import Assignment
from autograder.release import checks_copy
from autograder.release.build import BuildResult
from autograder.release.files import CHECKS, write_notebook, zip_folder
from autograder.release.student_folder import write_student_folder
from autograder.release.student_notebook import INIT_ID, student_notebook

pytestmark = pytest.mark.slow

COLAB = {
    "google/__init__.py": "",
    "google/colab/__init__.py": "",
    "google/colab/files.py": """\
import os
from pathlib import Path


def upload():
    \"\"\"As Colab's: what was chosen lies in the current folder, and is given back by its name.\"\"\"
    chosen = Path(os.environ["CHOSEN"])
    Path(chosen.name).write_bytes(chosen.read_bytes())
    return {chosen.name: chosen.read_bytes()}


def download(path):
    print("downloading", Path(path).name)
""",
    "google/colab/_message.py": """\
import json
import os
from pathlib import Path


def blocking_request(kind, request="", timeout_sec=5):
    \"\"\"What the page holds: a notebook that has lost its metadata.\"\"\"
    assert kind == "get_ipynb"
    return {"ipynb": json.loads(Path(os.environ["PAGE"]).read_text())}
""",
}
"""A small stand-in for the package that a Colab session has."""


@pytest.fixture(scope="module")
def colab(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder for PYTHONPATH."""
    folder = tmp_path_factory.mktemp("colab")
    for name, text in COLAB.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])


def copied(notebook: nbformat.NotebookNode) -> dict[str, str]:
    """The files that a notebook's first cell holds."""
    text = notebook.cells[0].source.rsplit('", "', 1)[1].removesuffix('")')
    return dict(json.loads(zlib.decompress(base64.b85decode(text))))


@pytest.mark.parametrize(
    ("name", "beside", "chosen"),
    [
        ("01_tokenization", "01_tokenization.zip", ""),
        ("02_positional_encoding", "", ""),
        ("03_attention", "", "no-such-file"),
        ("04_multi_head_attention", "", ""),
        ("05_fine_tuning", "", "05_fine_tuning.zip"),
        ("06_rag_project", "06_rag_project (1).zip", ""),
    ],
)
def test_each_notebook_in_an_empty_folder(name: str, beside: str, chosen: str, colab: str, tmp_path: Path) -> None:
    """Headless, and no file anywhere; ``beside`` is its zip, ``chosen`` what is chosen when Colab asks."""
    work = tmp_path / "content"
    work.mkdir()
    if beside:
        shutil.copy(ROOT / "assignments" / f"{name}.zip", work / beside)
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    notebook = worked(name, right=True)
    if chosen:
        environment |= {"PYTHONPATH": colab, "CHOSEN": str(ROOT / "assignments" / chosen)}
        notebook.cells.insert(0, nbformat.v4.new_code_cell("import google.colab"))
    client = NotebookClient(notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(work)}})
    client.execute(env=environment)
    (output,) = notebook.cells[-1].outputs
    assert "All test cases passed!" in output["data"]["text/plain"]
    told = "".join(output.get("text", "") for output in notebook.cells[1 if chosen else 0].outputs)
    assert f"This notebook works in the folder {work / name}." in told
    assert (f"Choose {chosen}: this notebook needs files that are in it." in told) == (name == "05_fine_tuning")
    assert "Missing" not in told and "needs files of" not in told
    assert list(work.rglob("*.ipynb")) == [], "an untouched notebook could be taken for the student's"


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "assignments").iterdir() if path.is_dir()))
def test_the_copy_is_what_lies_beside_the_notebook(name: str) -> None:
    """So what is searched for solutions and hidden tests there is all that it can hold; and it is no burden."""
    folder = ROOT / "assignments" / name
    notebook = nbformat.read(folder / f"{name}.ipynb", as_version=4)
    files = copied(notebook)
    assert json.loads(files.pop("checks/notebook.json")) == {
        "otter": dict(notebook.metadata["otter"]),
        "checks": dict(notebook.metadata["checks"]),
    }
    assert {path.name for path in CHECKS.glob("*.py")} <= {Path(file).name for file in files}
    for path, text in files.items():
        assert (folder / path).read_text(encoding="utf-8") == text
    assert len(notebook.cells[0].source) < 80_000 and notebook.cells[0].source.count("\n") < 30


class Alone:
    """The tiny assignment's notebook as a string, an empty folder with a kernel in it, and the assignment's zip elsewhere."""

    def __init__(self, tiny: Assignment, folder: Path, **environment: str) -> None:
        self.notebook = student_notebook(tiny)
        self.work, self.zip = folder / "content", folder / "elsewhere" / "07_tiny.zip"
        self.work.mkdir(exist_ok=True)
        if not self.zip.exists():
            write_student_folder(tiny, folder / "given" / "07_tiny")
            zip_folder(folder / "given" / "07_tiny", self.zip)
        self.kernel = Notebook(self.work, "drive", **{"JPY_SESSION_NAME": "", **environment})

    def set_up(self) -> str:
        return self.kernel.run(self.notebook.cells[0].source)

    def answer(self, exercise: str, source: str) -> str:
        cell = next(c for c in self.notebook.cells if c.metadata.get("exercise") == exercise)
        cell.source = source
        return self.kernel.run(source) + self.kernel.run(f'grader.check("{exercise}")')


def answers_of(archive: Path, notebook: str) -> list[str]:
    """The cells of a notebook in a zip."""
    with zipfile.ZipFile(archive) as opened:
        return ["".join(cell["source"]) for cell in json.loads(opened.read(notebook))["cells"]]


@pytest.fixture
def closing() -> Iterator[list[Alone]]:
    opened: list[Alone] = []
    yield opened
    for alone in opened:
        alone.kernel.close()


RIGHT = "import numpy as np\ndef normalize_rows(rows):\n    return rows / rows.sum(axis=1, keepdims=True)"


def test_from_the_first_cell_to_the_zip(tiny: Assignment, tmp_path: Path, closing: list[Alone]) -> None:
    """Nothing is beside the notebook, and no file holds it until the student downloads it."""
    student = Alone(tiny, tmp_path)
    closing.append(student)
    assert student.set_up() == f"This notebook works in the folder {student.work / '07_tiny'}.\n"
    assert student.set_up() == f"This notebook works in the folder {student.work / '07_tiny'}.\n", "run again: the same"
    assert "All test cases passed!" in student.answer("normalize_rows", RIGHT)
    assert "1 of" in student.answer("normalize_rows", RIGHT.replace("axis=1", "axis=0"))
    told = student.kernel.run("grader.export()")
    assert "There is no notebook of 07_tiny" in told and "Download .ipynb" in told and str(student.work) in told
    assert list(student.work.rglob("*.zip")) == []
    student.answer("normalize_rows", RIGHT)
    write_notebook(student.work / "07_tiny (1).ipynb", student.notebook)
    told = student.kernel.run("grader.export()")
    (made,) = student.work.glob("*.zip")
    assert f"To hand in: {made.name}" in told and "could not be run" not in told, told
    assert RIGHT in "".join(answers_of(made, "07_tiny (1).ipynb"))
    student.kernel.run(RIGHT + "\n# changed")
    assert "does not hold what you ran last" in student.kernel.run("grader.export()")


def test_the_zip_is_asked_for_in_one_sentence(
    tiny: Assignment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closing: list[Alone]
) -> None:
    monkeypatch.setattr(checks_copy, "MOST_BYTES", 0)  # as where given files are large
    student = Alone(tiny, tmp_path)
    closing.append(student)
    told = student.set_up()
    assert told.startswith(
        f"This notebook needs files of 07_tiny.zip (tiny_pictures.py): put it into {student.work} and run"
    )
    assert "Missing" not in told
    assert "All test cases passed!" in student.answer("normalize_rows", RIGHT), "the checks work all the same"
    shutil.copy(student.zip, student.work / "07_tiny (2).zip")
    told = student.set_up()
    assert told == f"This notebook works in the folder {student.work / '07_tiny'}.\n"
    assert student.kernel.run("import tiny_pictures; print('here')").strip() == "here"


def test_colab_asks_for_it(
    tiny: Assignment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closing: list[Alone], colab: str
) -> None:
    monkeypatch.setattr(checks_copy, "MOST_BYTES", 0)
    wrong = tmp_path / "wrong.zip"
    wrong.write_bytes(b"no zip at all")
    student = Alone(tiny, tmp_path, PYTHONPATH=colab, CHOSEN=str(wrong))
    closing.append(student)
    student.kernel.run("import google.colab")
    assert "Choose 07_tiny.zip" in (told := student.set_up()) and "needs files of 07_tiny.zip" in told
    student.kernel.run(f"import os; os.environ['CHOSEN'] = {str(student.zip)!r}")
    assert "Choose 07_tiny.zip" in (told := student.set_up()) and "needs files of" not in told
    assert student.kernel.run("import tiny_pictures; print('here')").strip() == "here"
    student.answer("normalize_rows", RIGHT)
    assert "Download the notebook (on Colab" in student.kernel.run("grader.export()"), "the page did not give it"
    student.notebook.metadata = {"kernelspec": student.notebook.metadata["kernelspec"]}
    write_notebook(tmp_path / "page.ipynb", student.notebook)
    student.kernel.run(f"os.environ['PAGE'] = {str(tmp_path / 'page.ipynb')!r}")
    told = student.kernel.run("grader.export(run_tests=False)")
    (made,) = student.work.rglob("*T*.zip")
    assert f"downloading {made.name}" in told and RIGHT in "".join(answers_of(made, "07_tiny.ipynb"))


def test_a_kernel_that_was_started_elsewhere(tiny: Assignment, tmp_path: Path) -> None:
    """The front end says where the notebook lies; its own folder is taken, and nothing is put anywhere."""
    folder, elsewhere = tmp_path / "homework", tmp_path / "elsewhere"
    write_student_folder(tiny, folder)
    elsewhere.mkdir()
    student = Notebook(folder, "07_tiny.ipynb", elsewhere)
    try:
        first = nbformat.read(student.path, as_version=4).cells[0]
        assert first.id == INIT_ID
        assert student.run(first.source) == f"This notebook works in the folder {folder}.\n"
        assert student.run("import tiny_pictures, os; print(os.getcwd())").strip() == str(folder)
        assert list(elsewhere.iterdir()) == []
    finally:
        student.close()


def test_beside_its_files_the_first_cell_says_nothing(built: BuildResult, tmp_path: Path) -> None:
    """And unpacks nothing: the folder's own checks are used."""
    folder = tmp_path / "homework"
    shutil.copytree(built.student_folder, folder)
    source = nbformat.read(folder / "07_tiny.ipynb", as_version=4).cells[0].source
    source += "\nimport checks; print(checks.__file__)"
    done = subprocess.run([sys.executable, "-c", source], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(folder / "checks" / "__init__.py")


def test_on_colab_it_says_what_it_installs(tmp_path: Path, colab: str) -> None:
    """By the real pip, from a folder with one small wheel; what cannot be had is said, and the rest goes on."""
    wheels, target = tmp_path / "wheels", tmp_path / "target"
    wheels.mkdir()
    with zipfile.ZipFile(wheels / "small_thing-2.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("small_thing.py", "")
        wheel.writestr("small_thing-2.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: small-thing\nVersion: 2.0\n")
        wheel.writestr(
            "small_thing-2.0.dist-info/WHEEL",
            "Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        wheel.writestr("small_thing-2.0.dist-info/RECORD", "")
    program = """
import google.colab, checks
for requirements in (["small-thing>=2.0"], ["no-such-thing>=1"]):
    checks.in_copy = lambda _: {"otter": {"tests": {"a": ""}}, "checks": {"requirements": requirements}}
    checks.start("07_tiny")
"""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([colab, str(target), str(CHECKS.parent)]),
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(wheels),
        "PIP_TARGET": str(target),
    }
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    first, _, second = done.stdout.partition("no-such-thing")
    assert first.startswith("Installing what this notebook needs into this session: small-thing>=2.0.\n")
    assert "Missing" not in first and (target / "small_thing.py").exists()
    assert "That failed:" in second and "Missing in this Python" in second
