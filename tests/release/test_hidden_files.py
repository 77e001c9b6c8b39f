"""Hidden files reach the tests in each format, and neither students nor the sandbox."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from tiny_kit import CONFIG, ROWS_TESTS, KitCopy, copied

from autograder.authoring.catalogue import find_assignment
from autograder.authoring.solved import solved_notebook
from autograder.errors import KitError
from autograder.grading.local_pool import LocalPool
from autograder.grading.staging import given_files
from autograder.intake import Submission
from autograder.isolation.levels import choose
from autograder.release.build import BuildResult, build_assignment
from autograder.results import Rules, SubmissionResult

SECRET = "the fountain was dry in the year of the comet"
FOUND = """
import pathlib
text = ""
for folder in (".", "..", "/tmp"):
    for path in pathlib.Path(folder).rglob("secret.txt"):
        text += path.read_text()


def normalize_rows(rows):
    return text
"""


def with_a_hidden_file(kit_copy: KitCopy) -> KitCopy:
    """The tiny kit with a hidden file, which a hidden case reads."""
    kit_copy.write("autograder/tests/07_tiny/secret.txt", SECRET)
    kit_copy.edit(
        CONFIG,
        'files = ["tiny_pictures.py"]',
        'files = ["tiny_pictures.py"]\nhidden_files = ["../../autograder/tests/07_tiny/secret.txt"]',
    )
    kit_copy.edit(
        ROWS_TESTS,
        "def draw(seed):",
        "@functools.cache\ndef load_hidden():\n    return Path('secret.txt').read_text()\n\n\ndef draw(seed):",
    )
    kit_copy.edit(ROWS_TESTS, "import math\n", "import functools\nimport math\nfrom pathlib import Path\n")
    kit_copy.edit(
        ROWS_TESTS,
        "rows = np.array([[float(len(line) + 1) for",
        "assert load_hidden().startswith('the fountain')\n    rows = np.array([[float(len(line) + 1) for",
    )
    return kit_copy


@pytest.fixture
def kit(kit_copy: KitCopy) -> KitCopy:
    return with_a_hidden_file(kit_copy)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    folder = tmp_path_factory.mktemp("hidden-file")
    kit = with_a_hidden_file(copied(folder / "kit"))
    return build_assignment(find_assignment("07_tiny", kit.root), folder / "out", kit=kit.root)


def grade(kit: KitCopy, override: str | None = None) -> SubmissionResult:
    assignment = find_assignment("07_tiny", kit.root)
    notebook = solved_notebook(assignment, {"normalize_rows": override} if override else {})
    submission = Submission(id="one", student="one", source="", notebook=notebook, digest="one")
    with given_files(assignment) as given:
        pool = LocalPool(assignment, given, choose("best", None), 1, Rules(), kit.root)
        return next(iter(pool.grade([submission]))).result


def test_the_tests_get_it_in_each_format(built: BuildResult) -> None:
    with zipfile.ZipFile(built.otter_zip) as archive:
        assert archive.read("files/secret.txt").decode() == SECRET
    assert (built.nbgrader / "source" / "07_tiny" / "secret.txt").read_text() == SECRET


def test_students_do_not_get_it(built: BuildResult) -> None:
    for folder in (built.student_folder, built.nbgrader / "release"):
        files = [path for path in folder.rglob("*") if path.is_file()]
        assert files and not any(SECRET in path.read_text(errors="ignore") for path in files)
    with zipfile.ZipFile(built.student_zip) as archive:
        assert not any(SECRET.encode() in archive.read(name) for name in archive.namelist())


def test_the_judge_reads_it(kit: KitCopy) -> None:
    result = grade(kit)
    assert all(case.passed for question in result.questions for case in question.cases)


@pytest.mark.slow
def test_the_sandbox_never_has_it(kit: KitCopy) -> None:
    """Also where a public case shows the student what the function returned, there is nothing to show."""
    kit.edit(ROWS_TESTS, "assert normalize_rows(table).shape == (2, 3)", "assert normalize_rows(table) == ''")
    result = grade(kit, FOUND)
    shape = next(case for case in result.questions[0].cases if case.name == "The shape stays.")
    assert shape.passed, "the student's code found a hidden file"


@pytest.mark.parametrize("name", ["secret.txt", "renamed.txt"])
def test_a_build_that_would_give_it_away_stops(kit: KitCopy, name: str, tmp_path: Path) -> None:
    kit.write(f"solutions/07_tiny/extra/{name}", SECRET)
    kit.edit(CONFIG, 'files = ["tiny_pictures.py"]', 'files = ["tiny_pictures.py", "extra"]')
    with pytest.raises(KitError, match=r"students would get the hidden file secret\.txt"):
        build_assignment(find_assignment("07_tiny", kit.root), tmp_path / "out", kit=kit.root)
