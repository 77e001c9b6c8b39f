"""Names made safe, and the reason that each kind of damage is given."""

from __future__ import annotations

import doctest
import json
import os
import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import malformed
from malformed import ASSIGNMENT

import autograder.intake.names
from autograder.intake import ReadLimits, collect
from autograder.intake.names import MAX_ID_BYTES, clean, safe_id, student_from_file, unique_ids


def test_examples_in_the_documentation() -> None:
    assert doctest.testmod(autograder.intake.names).failed == 0


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Dana Levi", "Dana_Levi"), ("דנה לוי", "דנה_לוי"), ("", "submission"), ("...", "submission"), ("-rf", "_-rf"),
        ("e\u0301", "é"), ("a\u202eb", "ab"), ("a\x00b\nc", "a_b_c"), ("\ud800", "submission"), ("nul", "_nul"),
        ("COM1.ipynb", "_COM1.ipynb"), ("a/../b", "a_.._b"), ("c:\\x", "c_x"), ("🙂", "submission"),
        (".hidden", "hidden"),
    ],
)  # fmt: skip
def test_safe_ids(name: str, expected: str) -> None:
    assert safe_id(name) == expected


def test_long_names_fit_into_a_file_system() -> None:
    for name in ("x" * 500, "א" * 500, "李" * 500, "e\u0301" * 500):
        assert 20 < len(safe_id(name).encode()) <= MAX_ID_BYTES


def test_equal_names_are_numbered_and_never_meet() -> None:
    names = ["dana", "Dana", "dana", "dana-2", "DANA-2", "x" * 300, "x" * 300]
    ids = unique_ids(names)
    assert ids[:5] == ["dana", "Dana-3", "dana-4", "dana-2", "DANA-2-2"]
    assert len({i.casefold() for i in ids}) == len(ids)
    assert unique_ids(names) == ids


@pytest.mark.parametrize(
    ("file_name", "student"),
    [
        ("dana.ipynb", "dana"), ("dana_03_attention.ipynb", "dana"), ("03_attention-דנה לוי.ipynb", "דנה לוי"),
        ("03_attention.ipynb", "03_attention"), ("03_attention (1).ipynb", "03_attention (1)"),
        ("dana (1).ipynb", "dana"), ("03_attention (Dana).ipynb", "Dana"),
        ("Copy of dana_03_attention.ipynb", "dana"), ("dana - Copy of 03_attention.ipynb", "dana"),
        ("Copy of Copy of 03_attention.ipynb", "Copy of Copy of 03_attention"),
        ("עותק של 03_attention - דנה.ipynb", "דנה"), ("03_attention copy 2.ipynb", "03_attention copy 2"),
        ("dana_03_attention - Copy (2).ipynb", "dana"), ("dana_03_attention-Copy1.ipynb", "dana"),
        ("dana_03_attention_2026_11_24T10_11_12_123456.zip", "dana"), ("my03_attention.ipynb", "my03_attention"),
    ],
)  # fmt: skip
def test_the_student_in_a_file_name(file_name: str, student: str) -> None:
    assert student_from_file(file_name, ASSIGNMENT) == student


def test_shown_names_are_one_line_without_tricks() -> None:
    assert clean("a\n\tb\u200b\u202ec\ud800") == "a bc\ufffd"
    assert len(clean("x" * 1000)) == 200


SOUND = json.dumps(malformed.notebook(random.Random(0))).encode()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "It is empty; it was probably handed in before it was saved."),
        (b"\0" * 50, "nothing but blanks or zeros"),
        (SOUND[:-40], "ends in the middle"),
        (b"<html></html>", "web page"),
        (b"<<<<<<< HEAD\n{}", "merge conflicts"),
        (b"PK\x03\x04", "zip file with the name of a notebook"),
        (bytes(range(128, 256)) * 30, "not text in UTF-8"),
        (b'{"cells": ' + b"[" * 100_000, "nested too deep"),
        (b"[]", "JSON, but not a notebook"),
        (b'{"a": 1}', "has no cells: it is not a notebook"),
        (b'{"cells": {}}', "not a list"),
        (b'{"cells": []}', "has no cells; it was probably handed in before it was saved"),
        (b'{"cells": [{"cell_type": "markdown", "source": "x"}]}', "of its cells holds code"),
        (b'{"cells": [' + b"{}," * 6_000 + b"{}]}", "6001 cells, and the limit is 5000"),
        (b'{"cells": ' + b"9" * 5_000 + b"}", "not valid JSON"),
        (b'{"cells": [],}', "not valid JSON, as notebooks are: line 1, column"),
    ],
)
def test_the_reason_names_the_damage(content: bytes, says: str, tmp_path: Path) -> None:
    (tmp_path / "dana.ipynb").write_bytes(content)
    (submission,) = collect(tmp_path, ASSIGNMENT)
    assert says in submission.problem and submission.notebook is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_any_utf_is_read(encoding: str, tmp_path: Path) -> None:
    text = json.dumps({"cells": [{"cell_type": "code", "source": "name = 'דנה'"}]}, ensure_ascii=False)
    (tmp_path / "dana.ipynb").write_bytes(text.encode(encoding))
    (submission,) = collect(tmp_path, ASSIGNMENT)
    assert submission.code == ["name = 'דנה'"] and submission.notes == ()


def test_a_few_bytes_of_an_old_code_page_are_repaired(tmp_path: Path) -> None:
    text = json.dumps({"cells": [{"cell_type": "code", "source": "x = 1  # é"}]}, ensure_ascii=False)
    (tmp_path / "dana.ipynb").write_bytes(text.encode("latin-1"))
    (submission,) = collect(tmp_path, ASSIGNMENT)
    assert submission.code == ["x = 1  # \ufffd"] and "not UTF-8" in submission.notes[0]


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (malformed.zip_outside, "leads out of the zip"), (malformed.zip_link, "a link or a device"),
        (malformed.zip_encrypted, "password"), (malformed.zip_bomb, "zip bomb"),
    ],
)  # fmt: skip
def test_the_reason_names_what_is_wrong_with_a_zip(make, says: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    for seed in range(6):
        (tmp_path / f"s{seed}.zip").write_bytes(make(random.Random(seed)))
    for submission in collect(tmp_path, ASSIGNMENT):
        assert says in submission.problem
    assert not (tmp_path.parent / "evil.ipynb").exists()


def test_the_total_of_a_zip_is_limited(tmp_path: Path) -> None:
    members = [(f"{n}.txt", bytes(random.Random(n).randbytes(1000))) for n in range(10)]
    (tmp_path / "dana.zip").write_bytes(malformed._zip([(f"{ASSIGNMENT}.ipynb", SOUND), *members]))
    (tmp_path / "omer.ipynb").write_bytes(SOUND)
    dana, _ = collect(tmp_path, ASSIGNMENT, limits=ReadLimits(zip_bytes=len(SOUND) + 3500))
    assert dana.notebook and len(dana.files) == 3
    assert any("unpacks to more than" in note for note in dana.notes)
    dana, _ = collect(tmp_path, ASSIGNMENT, limits=ReadLimits(zip_bytes=100))
    assert "unpacks to more than 100 bytes" in dana.problem


def test_files_that_come_along_are_limited_and_have_safe_paths(tmp_path: Path) -> None:
    folder = tmp_path / "class" / "dana"
    (folder / "data").mkdir(parents=True)
    (folder / f"{ASSIGNMENT}.ipynb").write_bytes(SOUND)
    (folder / "data" / "a\nb:c.txt").write_bytes(b"x")
    (folder / "large.bin").write_bytes(bytes(2000))
    (folder / ".hidden").write_bytes(b"x")
    os.mkfifo(folder / "pipe")
    (folder / "passwd").symlink_to("/etc/passwd")
    (tmp_path / "class" / "omer.ipynb").write_bytes(SOUND)
    dana, _ = collect(tmp_path / "class", ASSIGNMENT, limits=ReadLimits(file_bytes=1000))
    assert dana.files == {"data/a b_c.txt": b"x"}
    assert len([note for note in dana.notes if "was left out" in note]) == 3


def test_what_nobody_foresaw_is_a_row_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = sys.modules["autograder.intake.reading"]

    def surprised(*arguments: object) -> None:
        raise MemoryError

    (tmp_path / "dana.ipynb").write_bytes(SOUND)
    monkeypatch.setattr(module, "parse_notebook", surprised)
    (submission,) = collect(tmp_path, ASSIGNMENT)
    assert submission.problem == "Reading it failed (MemoryError)."
