"""Same master, same bytes: on another day, in another time zone, in another folder, by another user."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tiny_kit import TINY_KIT

from autograder.authoring.catalogue import ROOT_VARIABLE, assignment_names, find_assignment
from autograder.release.build import BuildResult
from autograder.release.built import GRADEBOOK
from autograder.release.student_folder import write_student_folder, write_student_zip

ROOT = Path(__file__).resolve().parents[2]


def files(folder: Path) -> dict[str, bytes]:
    """Every file but nbgrader's database, which holds the time at which it was made."""
    paths = [path for path in folder.rglob("*") if path.is_file() and path.name != GRADEBOOK]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def members(path: Path) -> list[tuple[str, tuple[int, ...], int, bytes]]:
    """What is in a zip; how it is packed depends on the machine's zlib."""
    with zipfile.ZipFile(path) as archive:
        return [(info.filename, info.date_time, info.external_attr, archive.read(info)) for info in archive.infolist()]


@pytest.mark.slow
def test_two_builds_make_the_same_bytes(built: BuildResult, tmp_path: Path) -> None:
    """The second one by the command line: another folder, clock, hash seed, language and umask, files touched."""
    kit = tmp_path / "a folder called בית"
    shutil.copytree(TINY_KIT, kit)
    for number, path in enumerate(sorted(kit.rglob("*"))):
        os.utime(path, (1_000_000_000 + number, 1_000_000_000 + number))
    environment = {
        **os.environ,
        ROOT_VARIABLE: str(kit),
        "PYTHONPATH": str(ROOT),
        "PYTHONHASHSEED": "4711",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "COLUMNS": "31",
    }
    command = [sys.executable, "-m", "autograder", "build", "07_tiny"]
    done = subprocess.run(
        command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=300, umask=0o077
    )
    assert done.returncode == 0, done.stderr
    first = files(built.student_folder.parents[1])
    second = {name: content for name, content in files(kit).items() if name.startswith(("assignments/", "build/"))}
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []
    assert {"assignments/07_tiny.zip", "build/07_tiny/autograder.zip"} <= set(first)


def test_a_second_build_does_nothing(built: BuildResult, tiny) -> None:
    from autograder.release.build import build_assignment

    output = built.student_folder.parents[1]
    times = {path: path.stat().st_mtime_ns for path in output.rglob("*")}
    said: list[str] = []
    again = build_assignment(tiny, output, kit=TINY_KIT, progress=said.append)
    assert again.unchanged and said == []
    assert times == {path: path.stat().st_mtime_ns for path in output.rglob("*")}


def test_zips_hold_no_time_and_no_user(built: BuildResult) -> None:
    for path in (built.student_zip, built.otter_zip):
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
        assert [member.filename for member in members] == sorted(member.filename for member in members)
        for member in members:
            assert member.date_time == (2020, 1, 1, 0, 0, 0)
            assert member.external_attr >> 16 in (0o100644, 0o100755)
            assert member.create_system == 3 and not member.extra and not member.comment
            assert not member.filename.startswith(("/", ".")) and ".." not in member.filename


def test_a_students_zip_unpacks_into_one_folder(built: BuildResult, tmp_path: Path) -> None:
    with zipfile.ZipFile(built.student_zip) as archive:
        archive.extractall(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["07_tiny"]
    assert files(tmp_path / "07_tiny") == files(built.student_folder)


@pytest.mark.parametrize("name", assignment_names(ROOT))
def test_assignments_in_the_repository_are_what_the_masters_build(name: str, tmp_path: Path) -> None:
    assignment = find_assignment(name, ROOT)
    folder, archive = tmp_path / name, tmp_path / f"{name}.zip"
    write_student_folder(assignment, folder, ROOT)
    write_student_zip(folder, archive)
    committed = ROOT / "assignments" / name
    assert committed.is_dir(), f"assignments/{name} is missing: run `autograder build {name}`"
    mend = f"assignments/{name} is not what its master builds: run `autograder build {name}`"
    assert files(committed) == files(folder), mend
    assert members(ROOT / "assignments" / f"{name}.zip") == members(archive), mend


def test_no_assignment_is_left_without_its_master() -> None:
    left = {path.name.removesuffix(".zip") for path in (ROOT / "assignments").iterdir()}
    assert left - {".ipynb_checkpoints"} <= set(assignment_names(ROOT))
