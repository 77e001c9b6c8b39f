"""A class is never in memory at once: a submission reads its contents when it is asked for them."""

from __future__ import annotations

import gc
import pickle
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from handed_in import A, found, nb, whose, write, zipped

from autograder.intake import ReadLimits, Submission

LARGE = bytes(3 * 2**20)
CLASS = {
    f"{name}/{file}": data for name in ("dana", "omer") for file, data in ((f"{A}.ipynb", nb(name)), ("w.bin", LARGE))
}


def zips(files: dict[str, bytes]) -> dict[str, bytes]:
    people = {name.split("/")[0] for name in files}
    return {f"{p}.zip": zipped({n.split("/")[1]: d for n, d in files.items() if n.startswith(f"{p}/")}) for p in people}


@pytest.fixture
def traced() -> Iterator[Callable[[], int]]:
    """How many bytes Python has allocated since the test began and not given back."""
    tracemalloc.start()
    gc.collect()
    before = tracemalloc.get_traced_memory()[0]

    def held() -> int:
        gc.collect()
        return tracemalloc.get_traced_memory()[0] - before

    yield held
    tracemalloc.stop()


@pytest.mark.parametrize("kind", ["folders", "zips", "class zip", "zips in a zip"])
def test_contents_are_read_and_dropped(kind: str, tmp_path: Path, traced: Callable[[], int]) -> None:
    folder = tmp_path / "class"
    if kind == "folders":
        write(folder, CLASS)
    elif kind == "zips":
        write(folder, zips(CLASS))
    else:
        folder = tmp_path / "class.zip"
        folder.write_bytes(zipped(CLASS if kind == "class zip" else zips(CLASS)))
    submissions = found(folder)
    assert traced() < len(LARGE) / 2
    for _ in range(3):
        assert {whose(submission) for submission in submissions.values()} == {"dana", "omer"}
    assert submissions["dana"].files == {"w.bin": LARGE}
    travelled = pickle.loads(pickle.dumps(submissions["dana"]))
    assert travelled.loaded() is travelled and travelled.files == {"w.bin": LARGE} and whose(travelled) == "dana"
    assert traced() > len(LARGE)
    del travelled
    assert traced() < len(LARGE) / 2


def test_open_files_do_not_pile_up(tmp_path: Path) -> None:
    folder = write(tmp_path / "class", {f"s{n}.zip": zipped({f"{A}.ipynb": nb(str(n))}) for n in range(60)})
    descriptors = Path("/proc/self/fd")
    if not descriptors.exists():
        pytest.skip("needs /proc")
    before = len(list(descriptors.iterdir()))
    submissions = found(folder)
    assert {whose(submission) for submission in submissions.values()} == {str(n) for n in range(60)}
    assert len(list(descriptors.iterdir())) <= before + 5


def test_what_is_read_twice_is_unpacked_once_by_the_budget(tmp_path: Path) -> None:
    (tmp_path / "class.zip").write_bytes(zipped(CLASS))
    size = sum(map(len, CLASS.values()))
    submissions = found(tmp_path / "class.zip", limits=ReadLimits(class_zip_bytes=size))
    for _ in range(3):
        assert all(whose(submission) == name for name, submission in submissions.items())


@pytest.mark.parametrize("change", ["removed", "changed", "helper changed"])
def test_what_changes_while_the_class_is_graded_says_so(change: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "class", CLASS)
    dana = found(folder)["dana"]
    if change == "removed":
        (folder / "dana" / f"{A}.ipynb").unlink()
    elif change == "changed":
        (folder / "dana" / f"{A}.ipynb").write_bytes(nb("another"))
    else:
        (folder / "dana" / "w.bin").write_bytes(b"x")
    again = dana.loaded()
    assert again.notebook is None and "changed or removed while the class was graded" in again.problem
    assert (again.id, dana.problem) == ("dana", "")


def test_both_ways_as_plain_data(tmp_path: Path) -> None:
    (dana, _) = found(write(tmp_path / "class", CLASS)).values()
    again = Submission.from_plain(dana.to_plain())
    assert again.to_plain() == dana.to_plain() and again.hand_in == dana.hand_in
