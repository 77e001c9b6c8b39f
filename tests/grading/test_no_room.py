"""A full disk, a read-only folder, a second grader: one clear line, and no file that is not whole."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from classroom import ROOT

from autograder.errors import KitError
from autograder.grading.store import ResultStore

ON_A_TINY_DISK = """
import json, os, sys
from pathlib import Path
sys.path[:0] = [{tests!r}]
from autograder.runner import kernel

folder = Path({folder!r})
try:
    user, group = os.getuid(), os.getgid()
    kernel.unshare(kernel.CLONE_NEWNS | (kernel.CLONE_NEWUSER if user else 0))
    if user:
        kernel.map_user(0, user, group)
    kernel.mount("none", "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
    kernel.mount("tmpfs", str(folder), "tmpfs", 0, "size=64k")
except OSError as error:
    print(json.dumps({{"skip": f"no disk can be mounted here ({{error}})"}}))
    sys.exit()

from test_batch import ASSIGNMENT, KIT, ResultStore, find_assignment, grade, handed_in
from autograder.errors import KitError

def attempt(make):
    try:
        make()
    except KitError as error:
        return str(error)
    return ""

def whole():
    return [path.name for path in sorted(out.glob("*.json")) if json.loads(path.read_text())]

assignment = find_assignment(ASSIGNMENT, KIT)
out = folder / "results"
everyone = handed_in(*(f"student{{n:02}}" for n in range(40)))
facts = {{"full": attempt(lambda: grade(assignment, everyone, ResultStore(out)))}}
facts["after full"] = whole()
facts["left over"] = [path.name for path in out.rglob("*.tmp")]
facts["still full"] = attempt(lambda: grade(assignment, everyone, ResultStore(out)))
facts["after still full"] = whole()
READ_ONLY, REMOUNT = 1, 32
kernel.mount("none", str(folder), None, READ_ONLY | REMOUNT)
facts["read-only"] = attempt(lambda: ResultStore(out))
kernel.mount("none", str(folder), None, REMOUNT, "size=8m")
store = ResultStore(out)
kernel.mount("none", str(folder), None, READ_ONLY | REMOUNT)
facts["read-only later"] = attempt(lambda: grade(assignment, everyone, store))
kernel.mount("none", str(folder), None, REMOUNT, "size=8m")
asked, _ = grade(assignment, everyone, ResultStore(out))
facts["asked"] = asked
facts["in the end"] = whole()
print(json.dumps(facts))
"""


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> dict:
    folder = tmp_path_factory.mktemp("disk")
    code = ON_A_TINY_DISK.format(tests=str(Path(__file__).parent), folder=str(folder))
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    if "skip" in found:
        pytest.skip(found["skip"])
    return found


def test_full_disk(facts: dict) -> None:
    for when in ("full", "still full"):
        assert ("No space left on device" in facts[when] and "goes on where it stopped" in facts[when]) or (
            "cannot be written to" in facts[when]
        )
    assert 0 < len(facts["after full"]) < 40 and facts["left over"] == []
    assert set(facts["after full"]) <= set(facts["after still full"])


def test_read_only_folder(facts: dict) -> None:
    assert "cannot be written to (Read-only file system)" in facts["read-only"]
    assert "Read-only file system" in facts["read-only later"]


def test_goes_on_when_there_is_room(facts: dict) -> None:
    assert len(facts["in the end"]) == 40
    assert len(facts["asked"]) == 40 - len(facts["after still full"])


def test_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "results").write_text("notes")
    with pytest.raises(KitError, match="results cannot be written to"):
        ResultStore(tmp_path / "results")
    assert (tmp_path / "results").read_text() == "notes"


def test_something_else_under_the_name_of_the_lock(tmp_path: Path) -> None:
    store = ResultStore(tmp_path / "results")
    (tmp_path / "results" / ".lock").mkdir()
    with pytest.raises(KitError, match=r"\.lock could not be written"), store.locked():
        pass


def test_second_grader_is_refused(tmp_path: Path) -> None:
    store = ResultStore(tmp_path / "results")
    again = ResultStore(store.folder)
    with store.locked(), pytest.raises(KitError, match="Another grader is at work"), again.locked():
        pass
    with again.locked():
        pass
