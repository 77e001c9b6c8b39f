"""What systems write about a hand-in is kept as data, with where it was read."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from handed_in import A, found, nb, write, zipped

from autograder.results import Member


def test_canvas(tmp_path: Path) -> None:
    files = {
        f"levidana_501_701_{A}-2.ipynb": nb("dana"),
        f"cohen_noa_LATE_502_702_{A}.ipynb": nb("noa"),
        f"LATE_anon_Q77w1_703_{A}.ipynb": nb("anon"),
        "mizrahiran_504_link.html": b"<a>",
    }
    them = {name: s.hand_in for name, s in found(write(tmp_path / "class", files)).items()}
    assert {(name, h.person_id, h.late, h.attempt) for name, h in them.items()} == {
        ("levidana_501", "501", False, 3),
        ("cohen_noa_502", "502", True, None),
        ("anon_Q77w1", None, True, None),
        ("mizrahiran_504", "504", False, None),
    }
    for hand_in in them.values():
        known = {name for name in ("late", "attempt", "person_id") if getattr(hand_in, name) is not None}
        assert hand_in.system == "canvas" and set(hand_in.read_from) == known


def test_gradescope(tmp_path: Path) -> None:
    metadata = """---
submission_11:
  :submitters:
  - :name: Dana Levi
    :sid: '007'
    :email: dana@example.org
  - :name: 'נועה כץ'
    :sid:
    :email:
  :created_at: 2026-11-24 10:00:00.500000000 Z
  :score: 3.0
  :history:
  - :created_at: 2026-11-23 10:00:00.000000000 Z
    :id: 9
  - :created_at: 2026-11-22 10:00:00.000000000 Z
    :id: 8
submission_12:
  :submitters:
  - :name: Yes
    :sid: 123
  :created_at: '2026-11-24T10:00:00+02:00'
"""
    files = {f"submission_{n}/{A}.ipynb": nb(str(n)) for n in (11, 12, 13)} | {
        "submission_metadata.yml": metadata.encode()
    }
    team, yes, unknown = (s.hand_in for s in found(write(tmp_path / "class", files)).values())
    assert team.members == (Member("Dana Levi", "007", "dana@example.org"), Member("נועה כץ"))
    assert (team.time, team.attempt) == ("2026-11-24T10:00:00+00:00", 3) and set(team.read_from) == {
        "members",
        "time",
        "attempt",
    }
    assert yes.members == (Member("Yes", "123"),) and yes.time == "2026-11-24T10:00:00+02:00" and yes.attempt is None
    assert unknown.system == "gradescope" and unknown.members == () and unknown.read_from == {}


def test_nbgrader_and_otter(tmp_path: Path) -> None:
    stamp = b"2026-11-24 10:11:12.000001 UTC"
    folder = write(
        tmp_path / "class", {f"submitted/d1/{A}/{A}.ipynb": nb("x"), f"submitted/d1/{A}/timestamp.txt": stamp}
    )
    (one,) = found(folder).values()
    assert (one.hand_in.system, one.hand_in.person_id, one.hand_in.time) == (
        "nbgrader",
        "d1",
        "2026-11-24T10:11:12+00:00",
    )
    assert one.files == {}
    export = zipped({f"{A}.ipynb": nb("x"), "__zip_filename__": f"{A}_2026_11_24T10_11_12_123456.zip".encode()})
    (one,) = found(write(tmp_path / "otter", {"dana.zip": export, "omer.zip": export}) / "dana.zip").values()
    assert (one.id, one.hand_in.system, one.hand_in.time) == (
        "dana",
        "otter",
        "2026-11-24T10:11:12",
    ) and one.files == {}


def test_a_number_in_a_name_that_a_person_gave_is_nobodys_id(tmp_path: Path) -> None:
    folder = write(tmp_path / "class", {"dana_levi_2.ipynb": nb("dana"), "noa_cohen_3.ipynb": nb("noa")})
    for submission in found(folder).values():
        assert submission.hand_in.system == "plain" and submission.hand_in.person_id is None
