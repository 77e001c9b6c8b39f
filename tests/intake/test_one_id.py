"""One person has one id, whether the class, a zip, the person's folder or the single file is given."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from handed_in import A, found, nb, whose, write, zipped

CLASSES = {
    "flat": {f"{name}_{A}.ipynb": nb(name) for name in ("dana_levi", "dr.noa", "דנה")} | {f"{A}-ran.ipynb": nb("ran")},
    "equal names": {f"dana_{A}.ipynb": nb("1"), "dana.ipynb": nb("2"), "Dana.ipynb": nb("3")},
    "folders": {f"{name}/{A}.ipynb": nb(name) for name in ("dana", "dr.noa")} | {f"ran/{A} (1).ipynb": nb("ran")},
    "moodle": {f"{name}_assignsubmission_file/x.ipynb": nb(name) for name in ("Dana Levi_5", "Noa Cohen_6")},
    "moodle files": {f"{name}_assignsubmission_file_{A}.ipynb": nb(name) for name in ("Dana Levi_5", "Noa Cohen_6")},
    "canvas": {f"{name}_{A}-1.ipynb": nb(name) for name in ("levidana_LATE_5_6", "noa_b_7_8", "anon_x9Yz0_9")},
    "nbgrader": {f"submitted/{name}/{A}/{A}.ipynb": nb(name) for name in ("dana", "dr.noa")},
    "nbgrader, another name": {f"submitted/{name}/hw3/{A}.ipynb": nb(name) for name in ("dana", "noa")},
    "gradescope": {f"submission_{n}/{A}.ipynb": nb(str(n)) for n in (11, 12)}
    | {"submission_metadata.yml": b"submission_11:\n  :submitters:\n  - :name: Dana Levi\n    :sid: '1'\n"},
}


@pytest.mark.parametrize("kind", CLASSES)
def test_part_and_whole(kind: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "class", CLASSES[kind])
    whole = {whose(submission): name for name, submission in found(folder).items()}
    (tmp_path / "class.zip").write_bytes(zipped({f"class/{name}": data for name, data in CLASSES[kind].items()}))
    assert {whose(submission): name for name, submission in found(tmp_path / "class.zip").items()} == whole
    for path in folder.rglob("*.ipynb"):
        ((name, submission),) = found(path).items()
        assert whole[whose(submission)] == name, path
        if path.parent != folder and path.parent.name != "submitted":
            ((name, submission),) = found(path.parent).items()
            assert whole[whose(submission)] == name, path.parent


def test_names_with_dots_keep_them(tmp_path: Path) -> None:
    folder = write(tmp_path / "class", {"dr.noa_x.ipynb": nb("noa"), "j.r.r.ipynb": nb("j")})
    assert set(found(folder)) == set(found(folder / "dr.noa_x.ipynb")) | {"j.r.r"} == {"dr.noa_x", "j.r.r"}


def test_a_students_zip_and_folder(tmp_path: Path) -> None:
    files = {"dana.zip": zipped({f"{A}.ipynb": nb("dana")}), f"omer/{A}.ipynb": nb("omer")}
    folder = write(tmp_path / "class", files)
    assert set(found(folder)) == {"dana", "omer"} and set(found(folder / "dana.zip")) == {"dana"}
