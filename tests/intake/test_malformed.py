"""Whatever is handed in ends as one submission: malformed things by the hundred, from seeds."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from malformed import ASSIGNMENT, FILES, ZIPS, malformed_submissions

from autograder.intake import ReadLimits, Submission, collect

SEEDS = [0, 1, 2]
COUNT = 250


@pytest.fixture(scope="module", params=SEEDS)
def classroom(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[Submission]]:
    folder = tmp_path_factory.mktemp("malformed") / "class"
    written = malformed_submissions(folder, COUNT, request.param)
    assert len(written) == COUNT
    return folder, collect(folder, ASSIGNMENT)


def test_each_thing_ends_as_one_submission(classroom: tuple[Path, list[Submission]]) -> None:
    folder, submissions = classroom
    assert len(submissions) == len(list(folder.iterdir())) == COUNT


def test_ids_are_file_names_on_every_system(classroom: tuple[Path, list[Submission]], tmp_path: Path) -> None:
    _, submissions = classroom
    ids = [s.id for s in submissions]
    assert len({unicodedata.normalize("NFKC", i).casefold() for i in ids}) == len(ids)
    for name in ids:
        assert (
            not re.search(r'[/\\:*?"<>|\s]', name) and not name.startswith((".", "-")) and not name.endswith((".", " "))
        )
        assert not any(unicodedata.category(c)[0] == "C" for c in name)
        assert name == unicodedata.normalize("NFC", name)
        assert name.split(".")[0].lower() not in {"con", "aux", "nul", "prn", "com1"}
        (tmp_path / f"{name}.json").write_text("{}")
    assert len(list(tmp_path.iterdir())) == len(ids)


def test_either_a_notebook_or_a_reason(classroom: tuple[Path, list[Submission]]) -> None:
    _, submissions = classroom
    readable = [s for s in submissions if s.notebook is not None]
    assert 20 < len(readable) < COUNT - 20  # the generator is neither all noise nor all sound
    for s in submissions:
        assert (s.notebook is None) == bool(s.problem)
        assert re.fullmatch(r"[0-9a-f]{64}", s.digest)
        assert s.student and s.source
        for text in (s.student, s.source, s.problem, *s.notes):
            text.encode()  # no lone surrogates
            assert "\u202e" not in text and "\n" not in text
            assert "Traceback" not in text and "reading it failed" not in text


def test_notebooks_are_plain_data(classroom: tuple[Path, list[Submission]]) -> None:
    import nbformat

    _, submissions = classroom
    for s in submissions:
        if s.notebook is None:
            continue
        again = json.loads(json.dumps(s.notebook, allow_nan=False, ensure_ascii=False).encode())
        assert again == s.notebook
        nbformat.validate(nbformat.from_dict(again))
        assert any(code.strip() for code in s.code)
        assert len({cell["id"] for cell in s.cells}) == len(s.cells)
        for cell in s.cells:
            assert cell["cell_type"] in ("code", "markdown") and "\0" not in cell["source"]
            assert cell.get("outputs", []) == []


def test_same_seed_same_class(tmp_path: Path) -> None:
    for name in "ab":
        malformed_submissions(tmp_path / name / "class", 120, seed=7)
    first, second = (collect(tmp_path / name / "class", ASSIGNMENT) for name in "ab")
    assert [s.id for s in first] == [s.id for s in second]
    # What is not named as the assignment is chosen by time, so only those contents may differ.
    same = [a.digest == b.digest for a, b in zip(first, second, strict=True)]
    assert sum(same) >= 110


@pytest.mark.parametrize("make", [*FILES, *ZIPS], ids=lambda make: make.__name__)
def test_each_kind_alone(make, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Also given as the path itself, a malformed file ends in its one row, unless the zip holds nothing handed in."""
    import random

    from autograder.errors import KitError

    for seed in range(8):
        path = tmp_path / f"dana{seed}{'.ipynb' if make in FILES else '.zip'}"
        path.write_bytes(make(random.Random(seed)))
        try:
            submissions = collect(path, ASSIGNMENT)
        except KitError as error:
            assert make.__name__ in {"zip_without_notebook", "zip_odd_names", "zip_corrupt"}, error
        else:
            assert len(submissions) >= 1
            assert all(s.problem or s.notebook for s in submissions)


def test_limits_hold_before_reading(tmp_path: Path) -> None:
    (tmp_path / "class").mkdir()
    for name in ("dana", "omer"):
        with (tmp_path / "class" / f"{name}.ipynb").open("wb") as stream:
            stream.truncate(2**40)  # a terabyte of nothing, sparse
    dana, _ = collect(tmp_path / "class", ASSIGNMENT)
    assert "larger than is read" in dana.problem and "256 MB" in dana.problem


def test_outputs_of_two_hundred_megabytes_are_dropped(tmp_path: Path) -> None:
    output = {"output_type": "stream", "name": "stdout", "text": "x" * (20 * 2**20)}
    cell = {
        "cell_type": "code",
        "id": "a",
        "metadata": {},
        "source": "x = 1",
        "execution_count": 1,
        "outputs": [output],
    }
    cell["outputs"] = [output] * 10
    document = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "dana.ipynb").write_text(json.dumps(document))
    assert (tmp_path / "dana.ipynb").stat().st_size > 200 * 2**20
    (submission,) = collect(tmp_path, ASSIGNMENT)
    assert submission.code == ["x = 1"] and len(json.dumps(submission.notebook)) < 1000
    (refused,) = collect(tmp_path, ASSIGNMENT, limits=ReadLimits(notebook_bytes=100 * 2**20))
    assert "limit is 100 MB" in refused.problem


@pytest.mark.skipif(not hasattr(os, "fork"), reason="file permissions as on Unix")
def test_folder_without_permission_is_a_row(tmp_path: Path) -> None:
    """In a child that gives up root's rights, as root may read everything."""
    import random

    from malformed import notebook

    sound = json.dumps(notebook(random.Random(0)))
    for name in ("dana", "omer"):
        (tmp_path / "class" / name).mkdir(parents=True)
        (tmp_path / "class" / name / f"{ASSIGNMENT}.ipynb").write_text(sound)
    (tmp_path / "class" / "noa.ipynb").write_text(sound)
    (tmp_path / "class" / "omer").chmod(0)
    (tmp_path / "class" / "noa.ipynb").chmod(0)
    code = f"""if True:
        import os, sys
        from pathlib import Path
        from autograder.intake import collect
        import autograder.intake.collect
        os.chdir({str(tmp_path)!r})
        if os.geteuid() == 0:
            os.setgroups([]); os.setgid(65534); os.setuid(65534)
        for s in collect(Path("class"), "{ASSIGNMENT}"):
            print(s.id, "|", s.problem)
    """
    for folder in (tmp_path, *list(tmp_path.parents)[:3]):
        if folder.stat().st_uid == os.geteuid() and str(folder) != "/tmp":
            folder.chmod(folder.stat().st_mode | 0o055)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[2])
    (tmp_path / "class" / "omer").chmod(0o700)
    assert done.returncode == 0, done.stderr
    rows = dict(line.split(" | ", 1) for line in done.stdout.splitlines() if " | " in line)
    assert "permission denied" in rows["omer"] and "permission denied" in rows["noa"]
    assert rows.get("dana", "") == "" and len(done.stdout.splitlines()) == 3
