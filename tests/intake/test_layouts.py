"""The layouts of course systems, each written out as the system writes it, as a folder and as a zip."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.errors import KitError
from autograder.intake import Submission, collect

A = "03_attention"


def nb(mark: str) -> bytes:
    """A notebook whose one cell says whose it is."""
    cell = {
        "cell_type": "code",
        "id": "a",
        "metadata": {},
        "source": f"who = {mark!r}",
        "outputs": [],
        "execution_count": None,
    }
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def as_folder(tmp_path: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (tmp_path / "class" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "class" / name).write_bytes(data)
    return tmp_path / "class"


def as_zip(tmp_path: Path, files: dict[str, bytes]) -> Path:
    (tmp_path / "class.zip").write_bytes(zipped(files))
    return tmp_path / "class.zip"


def as_wrapped_zip(tmp_path: Path, files: dict[str, bytes]) -> Path:
    return as_zip(
        tmp_path, {f"class/{name}": data for name, data in files.items()} | {"__MACOSX/class/._x.ipynb": b"\0"}
    )


def as_folder_with_zip(tmp_path: Path, files: dict[str, bytes]) -> Path:
    (tmp_path / "downloads").mkdir()
    as_zip(tmp_path, files).rename(tmp_path / "downloads" / "class.zip")
    return tmp_path / "downloads"


@pytest.fixture(params=[as_folder, as_zip, as_wrapped_zip, as_folder_with_zip], ids=lambda make: make.__name__)
def hand_in(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[dict[str, bytes]], dict[str, Submission]]:
    def collected(files: dict[str, bytes]) -> dict[str, Submission]:
        submissions = collect(request.param(tmp_path, files), A)
        return {submission.id: submission for submission in submissions}

    return collected


def whose(submission: Submission) -> str:
    assert submission.problem == ""
    return submission.code[0].removeprefix("who = '").removesuffix("'")


def test_a_folder_of_notebooks(hand_in) -> None:
    found = hand_in(
        {
            "dana.ipynb": nb("dana"),
            "נועה_03_attention.ipynb": nb("noa"),
            ".ipynb_checkpoints/dana-checkpoint.ipynb": nb("x"),
        }
    )
    assert {name: whose(s) for name, s in found.items()} == {"dana": "dana", "נועה": "noa"}
    assert found["נועה"].student == "נועה"


def test_a_folder_of_student_folders(hand_in) -> None:
    found = hand_in(
        {
            f"dana/{A}.ipynb": nb("dana"),
            "dana/pictures/cat.png": b"png",
            "dana/notes.txt": b"n",
            f"omer/{A}.ipynb": nb("omer"),
        }
    )
    assert {name: whose(s) for name, s in found.items()} == {"dana": "dana", "omer": "omer"}
    assert found["dana"].files == {"notes.txt": b"n", "pictures/cat.png": b"png"}
    assert found["dana"].source.endswith(f"dana/{A}.ipynb")


def test_nbgrader(hand_in) -> None:
    found = hand_in(
        {
            f"submitted/dana/{A}/{A}.ipynb": nb("dana"),
            f"submitted/dana/{A}/timestamp.txt": b"2026-11-24",
            "submitted/dana/01_tokenization/01_tokenization.ipynb": nb("other assignment"),
            f"submitted/omer/{A}/attention.ipynb": nb("omer"),
            "submitted/gal/01_tokenization/01_tokenization.ipynb": nb("other assignment"),
            f"source/{A}/{A}.ipynb": nb("the teacher"),
        }
    )
    assert {name: whose(s) for name, s in found.items()} == {"dana": "dana", "omer": "omer"}
    assert found["dana"].files == {}


def test_the_submitted_folder_itself(tmp_path: Path) -> None:
    folder = as_folder(tmp_path, {f"dana/{A}/{A}.ipynb": nb("dana")})
    assert [(s.id, whose(s)) for s in collect(folder, A)] == [("dana", "dana")]


def test_a_folder_that_is_only_called_submitted(tmp_path: Path) -> None:
    """Without any assignment's folder in it, it is a folder of notebooks, wherever it lies."""
    (tmp_path / "class").mkdir()
    folder = as_folder(tmp_path / "class", {"submitted/dana.ipynb": nb("dana"), "submitted/omer.ipynb": nb("omer")})
    for path in (folder, folder / "submitted"):
        assert {s.id: whose(s) for s in collect(path, A)} == {"dana": "dana", "omer": "omer"}


def test_nbgrader_without_this_assignment(tmp_path: Path) -> None:
    folder = as_folder(tmp_path, {"submitted/dana/01_tokenization/01_tokenization.ipynb": nb("x")})
    with pytest.raises(KitError, match="no notebook for “03_attention”"):
        collect(folder, A)


def test_otter_zips(hand_in) -> None:
    def otter(mark: str) -> bytes:
        return zipped(
            {f"{A}.ipynb": nb(mark), ".OTTER_LOG": b"\x80", "__zip_filename__": b"x.zip", f"{A}.pdf": b"%PDF"}
        )

    found = hand_in({"dana.zip": otter("dana"), f"omer_{A}_2026_11_24T10_11_12_123456.zip": otter("omer")})
    assert {name: whose(s) for name, s in found.items()} == {"dana": "dana", "omer": "omer"}
    assert found["dana"].files == {f"{A}.pdf": b"%PDF"}
    assert found["dana"].source.endswith(f"dana.zip › {A}.ipynb")


def test_one_otter_zip(tmp_path: Path) -> None:
    (tmp_path / "dana.zip").write_bytes(zipped({f"{A}.ipynb": nb("dana"), ".OTTER_LOG": b"", "__zip_filename__": b""}))
    (submission,) = collect(tmp_path / "dana.zip", A)
    assert (submission.id, whose(submission)) == ("dana", "dana")


def test_canvas(hand_in) -> None:
    found = hand_in(
        {
            f"levidana_12345_67890_{A}-1.ipynb": nb("dana"),
            "levidana_12345_67891_cat.png": b"png",
            f"cohenomer_LATE_222_333_{A}.zip": zipped({f"{A}.ipynb": nb("omer")}),
            "gal_5_6_essay.pdf": b"%PDF",
        }
    )
    assert set(found) == {"levidana_12345", "cohenomer_222", "gal_5"}
    assert whose(found["levidana_12345"]) == "dana" and whose(found["cohenomer_222"]) == "omer"
    assert found["levidana_12345"].student == "levidana"
    assert found["levidana_12345"].files == {"cat.png": b"png"}
    assert found["cohenomer_222"].notes == ("Canvas marks it as late.",)
    assert "essay.pdf" in found["gal_5"].problem


def test_canvas_takes_the_last_resubmission(hand_in) -> None:
    found = hand_in(
        {f"dana_1_{20 + n}_{A}-{n}.ipynb": nb(str(n)) for n in (1, 10, 9)} | {f"omer_3_4_{A}.ipynb": nb("omer")}
    )
    assert whose(found["dana_1"]) == "10"
    assert f"graded is {A}-10.ipynb" in found["dana_1"].notes[0]


def test_moodle(hand_in) -> None:
    found = hand_in(
        {
            f"Dana Levi_123456_assignsubmission_file_/{A}.ipynb": nb("dana"),
            "Dana Levi_123456_assignsubmission_onlinetext_/onlinetext.html": b"<p>",
            f"Dana Levi_99_assignsubmission_file_/{A}.ipynb": nb("another Dana"),
            "Omer Cohen_7_assignsubmission_file_/answer.docx": b"PK",
            f"נועה כץ_8_assignsubmission_file_{A}.ipynb": nb("noa"),
            "נועה כץ_8_assignsubmission_onlinetext_onlinetext.html": b"<p>",
            "Gal Bar_9_assignsubmission_onlinetext.html": b"<p>",
        }
    )
    assert set(found) == {"Dana_Levi_123456", "Dana_Levi_99", "Omer_Cohen_7", "נועה_כץ_8", "Gal_Bar_9"}
    assert "Gal Bar_9_assignsubmission_onlinetext.html" in found["Gal_Bar_9"].problem
    assert found["Dana_Levi_123456"].student == "Dana Levi"
    assert whose(found["Dana_Levi_99"]) == "another Dana" and whose(found["נועה_כץ_8"]) == "noa"
    assert "answer.docx" in found["Omer_Cohen_7"].problem


def test_gradescope(hand_in) -> None:
    metadata = """---
submission_11:
  :submitters:
  - :name: Dana Levi
    :sid: '1'
    :email: dana@example.org
  - :name: "Omer \\"O\\" Cohen"
    :sid: '2'
    :email: omer@example.org
  :created_at: 2026-11-24 10:00:00.000000000 Z
  :results:
    :tests:
    - :name: public
submission_12:
  :submitters:
  - :name: 'נועה כץ'
    :sid:
  :created_at: 2026-11-24 10:00:00.000000000 Z
"""
    found = hand_in(
        {
            "assignment_5_export/submission_metadata.yml": metadata.encode(),
            f"assignment_5_export/submission_11/{A}.ipynb": nb("team"),
            f"assignment_5_export/submission_12/{A}.ipynb": nb("noa"),
            f"assignment_5_export/submission_13/{A}.ipynb": nb("unknown"),
        }
    )
    assert {whose(s): s.student for s in found.values()} == {
        "team": 'Dana Levi and Omer "O" Cohen',
        "noa": "נועה כץ",
        "unknown": "submission_13",
    }
    assert "נועה_כץ_12" in found


def test_names_that_are_one_file_on_some_systems(hand_in) -> None:
    found = hand_in({f"{name}/{A}.ipynb": nb(name) for name in ("Dana", "dana", "DANA", "dana-2", "e\u0301", "\u00e9")})
    assert set(found) == {"DANA", "Dana-3", "dana-4", "dana-2", "é", "é-2"}


def test_the_notebook_named_as_the_assignment_is_graded(hand_in) -> None:
    found = hand_in(
        {
            "dana/zzz.ipynb": nb("scratch"), f"dana/{A}.ipynb": nb("first"), f"dana/{A} (1).ipynb": nb("second"),
            f"omer/Copy of {A}.ipynb": nb("omer"), "omer/a.ipynb": nb("scratch"),
        }
    )  # fmt: skip
    assert whose(found["dana"]) == "second" and whose(found["omer"]) == "omer"
    assert "3 notebooks were handed in" in found["dana"].notes[0]


def test_otherwise_the_newest_is_graded(tmp_path: Path) -> None:
    folder = as_folder(tmp_path, {f"dana/{name}.ipynb": nb(name) for name in "abc"} | {f"omer/{A}.ipynb": nb("omer")})
    for number, name in enumerate("bca"):
        os.utime(folder / "dana" / f"{name}.ipynb", (1e9 + number, 1e9 + number))
    dana, _ = collect(folder, A)
    assert whose(dana) == "a"


def test_a_sound_notebook_beside_a_broken_zip_is_graded(hand_in) -> None:
    found = hand_in({f"dana/{A}.ipynb": nb("dana"), "dana/extra.zip": b"PK\x03\x04", f"omer/{A}.ipynb": nb("omer")})
    assert whose(found["dana"]) == "dana"
    assert "extra.zip was left out" in found["dana"].notes[0]


def test_a_script_in_percent_format(hand_in) -> None:
    script = b"# %% [markdown]\n# # Title\n\n# %%\nx = 1\n"
    found = hand_in({f"dana/{A}.py": script, f"omer/{A}.ipynb": nb("omer"), "omer/helper.py": script})
    assert found["dana"].code == ["x = 1"]
    assert whose(found["omer"]) == "omer" and set(found["omer"].files) == {"helper.py"}


def test_scripts_among_notebooks(tmp_path: Path) -> None:
    files = {"dana.ipynb": nb("dana"), "omer.ipynb": nb("omer"), "dana.py": b"# %%\nx = 1\n"}
    folder = as_folder(tmp_path, files | {"noa.py": b"# %%\nx = 1\n", "tal.py": b"x = 1\n"})
    found = {submission.id: submission for submission in collect(folder, A)}
    assert set(found) == {"dana", "omer", "noa", "tal"}, (
        "the export of a notebook is no submission; any other script is"
    )
    assert whose(found["dana"]) == "dana" and found["noa"].notebook is not None
    assert "no notebook" in found["tal"].problem and "tal.py" in found["tal"].problem


def test_a_link_inside_the_folder_is_read_and_one_outside_is_not(tmp_path: Path) -> None:
    folder = as_folder(tmp_path, {f"dana/{A}.ipynb": nb("dana")})
    (tmp_path / "secret.ipynb").write_bytes(nb("secret"))
    (folder / "omer.ipynb").symlink_to(folder / "dana" / f"{A}.ipynb")
    (folder / "gal.ipynb").symlink_to(tmp_path / "secret.ipynb")
    (folder / "etc").symlink_to("/etc")
    found = {s.id: s for s in collect(folder, A)}
    assert whose(found["omer"]) == "dana"
    assert "outside the folder" in found["gal"].problem
    assert "a link" in found["etc"].problem or "outside" in found["etc"].problem
    assert "secret" not in str(found)


def test_one_notebook_and_its_files(tmp_path: Path) -> None:
    folder = as_folder(tmp_path, {f"{A}.ipynb": nb("dana"), "data/words.txt": b"w", "shapes.py": b"x = 1"})
    (submission,) = collect(folder, A)
    assert whose(submission) == "dana" and set(submission.files) == {"data/words.txt", "shapes.py"}
    (alone,) = collect(folder / f"{A}.ipynb", A)
    assert whose(alone) == "dana" and alone.files == {} and alone.id == A


def test_digest_is_of_the_content(tmp_path: Path) -> None:
    folder = as_folder(
        tmp_path, {"dana/a.ipynb": nb("x"), "omer/b.ipynb": nb("x"), "gal/a.ipynb": nb("y"), "noa/a.ipynb": nb("x")}
    )
    (folder / "noa" / "more.txt").write_bytes(b"more")
    digests = {s.id: s.digest for s in collect(folder, A)}
    assert digests["dana"] == digests["omer"]
    assert len({digests["dana"], digests["gal"], digests["noa"]}) == 3


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({}, "is empty"),
        ({"notes.txt": b"x"}, "It holds notes.txt"),
        ({"dana/a.txt": b"x", "omer/b.txt": b"x"}, "no notebook"),
    ],
)
def test_folder_problems_are_for_the_person_at_the_keyboard(files: dict[str, bytes], says: str, tmp_path: Path) -> None:
    (tmp_path / "class").mkdir()
    with pytest.raises(KitError, match=says) as raised:
        collect(as_folder(tmp_path, files), A)
    assert str(tmp_path / "class") in raised.value.message and raised.value.mend


def test_paths_that_are_no_submissions(tmp_path: Path) -> None:
    with pytest.raises(KitError, match="nothing at"):
        collect(tmp_path / "nowhere", A)
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(KitError, match="neither a folder"):
        collect(tmp_path / "notes.txt", A)
    (tmp_path / "empty.zip").write_bytes(zipped({}))
    with pytest.raises(KitError, match="is empty"):
        collect(tmp_path / "empty.zip", A)
