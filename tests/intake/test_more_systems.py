"""Blackboard's and Brightspace's downloads, and what people hand in by mistake in a notebook's name."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from handed_in import A, answered, found, write, zipped

from autograder.intake import Submission


def whose(submission: Submission) -> str:
    return submission.code[0].removeprefix("who = ").strip("'") if not submission.problem else submission.problem


def receipt(name: str, user: str) -> bytes:
    return f"Name: {name} ({user})\r\nAssignment: HW3\r\nDate Submitted: Friday, November 20, 2026 10:11:12 AM IST\r\n".encode()


@pytest.mark.parametrize("head", ["gradebook_NLP_2026_HW_3_", "HW3_", "gradebook_202610.12345_Attention and Masks_"])
@pytest.mark.parametrize("packed", [False, True])
def test_blackboard(head: str, packed: bool, tmp_path: Path) -> None:
    at = "_attempt_2026-11-20-10-11-12"
    files = {
        f"{head}d_levi{at}_{A}.ipynb": answered("dana", "softmax"),
        f"{head}d_levi{at}_my_helpers.py": b"x = 1",
        f"{head}d_levi{at}.txt": receipt("Dana Levi", "d_levi"),
        f"{head}ncohen_attempt_2026-11-19-10-11-12_hw 3.ipynb": answered("noa, first", "softmax"),
        f"{head}ncohen_attempt_2026-11-19-10-11-12.txt": receipt("Noa Cohen", "ncohen"),
        f"{head}ncohen{at}_hw 3.ipynb": answered("noa, second", "softmax"),
        f"{head}ncohen{at}.txt": receipt("Noa Cohen", "ncohen"),
        f"{head}tperez{at}.txt": receipt("Tal Perez", "tperez"),
        "late, by mail.ipynb": answered("ran"),
    }
    folder = write(tmp_path / "class", {"class.zip": zipped(files)} if packed else files)
    rows = found(folder)
    assert set(rows) == {"d_levi", "ncohen", "tperez", "late_by_mail"}
    dana, noa, tal = rows["d_levi"], rows["ncohen"], rows["tperez"]
    assert (whose(dana), dana.student, list(dana.files)) == ("dana", "Dana Levi", ["my_helpers.py"])
    assert (
        dana.hand_in.person_id == "d_levi" and dana.hand_in.time == "2026-11-20T10:11:12" and dana.hand_in.attempt == 1
    )
    assert whose(noa) == "noa, second" and noa.hand_in.attempt == 2
    assert any("2 attempts were handed in; graded is the last" in note for note in noa.notes)
    assert (
        "There is no notebook in it" in tal.problem
        and tal.student == "Tal Perez"
        and tal.hand_in.system == "blackboard"
    )
    if not packed:
        (one,) = found(folder / f"{head}d_levi{at}_{A}.ipynb").values()
        assert one.id == "d_levi" and one.hand_in.person_id == "d_levi"


def test_blackboard_without_its_texts_names_nobody_by_guess(tmp_path: Path) -> None:
    files = {f"HW_3_{user}_attempt_2026-11-20-10-11-12_x.ipynb": answered(user) for user in ("d_levi", "d_cohen")}
    rows = found(write(tmp_path / "class", files))
    assert sorted(map(whose, rows.values())) == ["d_cohen", "d_levi"] and not any(
        r.hand_in.person_id for r in rows.values()
    )


@pytest.mark.parametrize("flat", [False, True])
def test_brightspace(flat: bool, tmp_path: Path) -> None:
    between = " - " if flat else "/"
    files = {
        f"2345-11 - Dana Levi - Nov 20, 2026 911 AM{between}{A}.ipynb": answered("dana, first", "softmax"),
        f"2345-12 - Dana Levi - Nov 20, 2026 1011 PM{between}{A}.ipynb": answered("dana, second", "softmax"),
        f"2346-13 - Noa Bar-Cohen - 20 November, 2026 1430{between}hw3.ipynb": answered("noa", "softmax"),
        f"2347-14 - דנה לוי - 20 נובמבר, 2026 915{between}{A}.ipynb": answered("other", "softmax"),
        f"2348-15 - Dana Levi - Nov 20, 2026 911 AM{between}{A}.ipynb": answered("namesake", "softmax"),
        f"2349-16 - Tal Perez - Nov 20, 2026 911 AM{between}essay.pdf": b"%PDF-",
        f"2349-17 - Tal Perez - Nov 21, 2026 911 AM{between}notes.docx": b"PK",
        "index.html": b"<html></html>",
    }
    rows = found(write(tmp_path / "class", files))
    assert {name: whose(row) for name, row in rows.items() if not row.problem} == {
        "Dana_Levi_2345": "dana, second", "Noa_Bar-Cohen_2346": "noa", "דנה_לוי_2347": "other", "Dana_Levi_2348": "namesake",
    }  # fmt: skip
    assert "There is no notebook in it, but notes.docx" in rows["Tal_Perez_2349"].problem
    times = {row.hand_in.person_id: row.hand_in.time for row in rows.values()}
    assert times["2345"] == "2026-11-20T22:11:00" and times["2346"] == "2026-11-20T14:30:00" and times["2347"] is None


def test_an_attempt_without_a_notebook_hides_none(tmp_path: Path) -> None:
    files = {
        f"7-1 - Dana Levi - Nov 20, 2026 911 AM/{A}.ipynb": answered("dana"),
        "7-2 - Dana Levi - Nov 21, 2026 911 AM/sorry.pdf": b"%PDF-",
    }
    (dana,) = found(write(tmp_path / "class", files)).values()
    assert whose(dana) == "dana" and any(
        "graded is number 1, the last that holds a notebook" in note for note in dana.notes
    )


LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (LFS, "a pointer of Git LFS"),
        (b"%PDF-1.7\n", "a PDF file with the name of a notebook"),
        (b"\x1f\x8b\x08\0", "a gzip file"),
        (b"\0\5\x16\7\0\2\0\0Mac OS X", "what macOS puts beside a file"),
        (b"<!DOCTYPE html><html><body class='jp-Notebook'></body></html>", "a web page and not a notebook"),
    ],
)
def test_what_is_no_notebook_is_called_what_it_is(content: bytes, words: str, tmp_path: Path) -> None:
    rows = found(write(tmp_path / "class", {f"dana_{A}.ipynb": content, f"noa_{A}.ipynb": answered("noa")}))
    assert words in rows["dana"].problem and whose(rows["noa"]) == "noa"


@pytest.mark.parametrize(
    "ending", [".ipynb.html", ".ipynb.crdownload", ".ipynb.part", ".ipynb.gz", ".ipynb.docx", ".html"]
)
def test_a_row_is_called_after_its_author(ending: str, tmp_path: Path) -> None:
    rows = found(write(tmp_path / "class", {f"dana_{A}{ending}": b"?", f"noa_{A}.ipynb": answered("noa")}))
    assert set(rows) == {"dana", "noa"} and "Hand in the .ipynb" in rows["dana"].problem


@pytest.mark.parametrize("ending", [".ipynb.txt", ".ipynb.json", ".IPYNB", ".ipynb.zip", ".txt", ".json"])
def test_a_notebook_under_another_ending_is_read(ending: str, tmp_path: Path) -> None:
    content = zipped({f"{A}.ipynb": answered("dana")}) if ending.endswith("zip") else answered("dana")
    rows = found(write(tmp_path / "class", {f"dana_{A}{ending}": content, f"noa_{A}.ipynb": answered("noa")}))
    assert whose(rows["dana"]) == "dana" and set(rows) == {"dana", "noa"}


@pytest.mark.parametrize(
    "inside",
    [
        ("levi/{}.ipynb", "noa_cohen/{}.ipynb"), ("Dana Levi/{}.ipynb", "Noa Cohen/{}.ipynb"), ("levi.zip", "cohen.zip"),
        ("hw/levi/{}.ipynb", "hw/cohen/{}.ipynb"),
    ],
)  # fmt: skip
def test_two_people_in_one_folder_are_not_merged(inside: tuple[str, str], tmp_path: Path) -> None:
    pair = {
        f"pair/{name.format(A)}": answered(name, "softmax")
        if "{}" in name
        else zipped({f"{A}.ipynb": answered(name, "softmax")})
        for name in inside
    }
    rows = found(write(tmp_path / "class", pair | {f"tal/{A}.ipynb": answered("tal", "softmax")}))
    assert "notebooks of several names" in rows["pair"].problem and whose(rows["tal"]) == "tal"


@pytest.mark.parametrize(
    "inside", [("old", "new"), ("v1", "v2"), ("draft", "levi"), ("src", "src/levi"), ("levi", "levi 2")]
)
def test_one_person_in_two_folders_is_one(inside: tuple[str, str], tmp_path: Path) -> None:
    files = {f"dana/{name}/{A}.ipynb": answered(name, "softmax") for name in inside}
    rows = found(write(tmp_path / "class", files | {f"tal/{A}.ipynb": answered("tal", "softmax")}))
    assert not rows["dana"].problem and "2 notebooks were handed in" in rows["dana"].choice


def test_what_macos_adds_is_nobodys(tmp_path: Path) -> None:
    packed = zipped(
        {
            f"hw/{A}.ipynb": answered("dana"),
            f"__MACOSX/hw/._{A}.ipynb": b"\0\5\x16\7",
            "hw/.DS_Store": b"x",
            f"hw/._{A}.ipynb": b"\0",
        }
    )
    rows = found(
        write(
            tmp_path / "class",
            {"dana.zip": packed, f"._noa_{A}.ipynb": b"\0\5\x16\7", f"noa_{A}.ipynb": answered("noa")},
        )
    )
    assert {name: whose(row) for name, row in rows.items()} == {"dana": "dana", "noa": "noa"}
    assert not rows["dana"].choice
