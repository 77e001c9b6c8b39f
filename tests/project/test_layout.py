"""The repository keeps what it promises: layout, licences, data with source and hash, files of a readable size."""

from __future__ import annotations

import hashlib
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FIXED_BY_THE_COURSE = ("assignments", "solutions", "autograder", "datasets", "environment.yml", "README.md")
LARGE = {
    "datasets/gpt2_bpe/gpt2_encoder.json": "the published vocabulary, whose hash is checked; unpacked so that it can be read",
    "assignments/05_fine_tuning.zip": "word vectors and stored [CLS] vectors, so that students need no download",
    "assignments/06_rag_project.zip": "the public world, with pictures and recordings, and the vectors of a real collection",
    "autograder/tests/06_rag_project/hidden_worlds.zip": "two worlds and their variants, with pictures and recordings",
}
MEGABYTE = 1_000_000
MOST_LINES = 400
LONG = {
    "autograder/tests/06_rag_project/RagSystem.py",  # seventy-six cases in small steps; an exercise's tests are one file for Otter
    "autograder/worlds/engines.py",  # what reads and what hears: students get it as one file that imports no other
}


def tracked() -> list[str]:
    """The files of the repository; in an unpacked archive, without git, all but caches."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if done.returncode == 0 and done.stdout:
        return [name for name in done.stdout.decode().split("\0") if name and (ROOT / name).is_file()]
    skipped = {".venv", "build", "__pycache__", ".git"}
    paths = [path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file()]
    return [path.as_posix() for path in paths if not skipped & set(path.parts) and not path.parts[0].startswith(".")]


def data_folders() -> list[str]:
    return sorted({name.split("/")[1] for name in tracked() if name.startswith("datasets/") and name.count("/") > 1})


def test_the_top_level_that_the_course_fixes() -> None:
    for name in FIXED_BY_THE_COURSE:
        assert (ROOT / name).exists(), name


def test_readme_names_only_folders_that_exist_and_every_folder_that_does() -> None:
    """In its layout: lines of a code block that begin with a name and a slash."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^([a-z_]+)/(?=\s)", text, re.M))
    assert {name for name in named if not (ROOT / name).is_dir()} == set()
    there = {name.split("/")[0] for name in tracked() if "/" in name}
    assert {name for name in there if not name.startswith(".")} - named == set()


def test_every_file_that_the_docs_link_to_exists() -> None:
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if not link.startswith(("http://", "https://", "mailto:")):
                assert (page.parent / link).exists(), f"{page.name} links to {link}"


def test_the_changelog_begins_with_this_version_or_what_is_not_released() -> None:
    from autograder import __version__

    headings = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert headings and ("nreleased" in headings[0] or __version__ in headings[0])


def test_licences() -> None:
    code, text = ((ROOT / name).read_text(encoding="utf-8") for name in ("LICENSE", "LICENSE-TEXT"))
    assert "BSD 3-Clause" in code and "Redistribution and use in source and binary forms" in code
    assert "CC BY 4.0" in text or "Attribution 4.0 International" in text


@pytest.mark.parametrize("name", data_folders())
def test_data_have_a_readme_with_source_licence_and_hashes(name: str) -> None:
    folder = ROOT / "datasets" / name
    readme = folder / "README.md"
    assert readme.is_file()
    text = readme.read_text(encoding="utf-8")
    assert re.search(r"\bSource\b", text) and re.search(r"\bLicence\b", text)
    if name in ("sample_class", "sample_course"):
        return  # made by their scripts; tests/commands and tests/course look at what is in them
    prefix = f"datasets/{name}/"
    files = [ROOT / file for file in tracked() if file.startswith(prefix)]
    data = [path for path in files if path.suffix not in (".md", ".py") and not path.name.startswith("LICENSE")]
    assert data
    for path in data:
        assert hashlib.sha256(path.read_bytes()).hexdigest() in text, f"{path.name}: its hash is not in {readme}"
    named = re.findall(r"`(LICENSE[\w.-]*)`", text)
    assert named, f"{readme} names no licence file"
    for licence in named:
        assert (folder / licence).is_file() or (ROOT / licence).is_file(), licence


def test_no_file_is_large_but_those_that_must() -> None:
    large = {name for name in tracked() if (ROOT / name).stat().st_size > MEGABYTE}
    assert large == set(LARGE)


def test_no_file_of_the_package_is_long() -> None:
    lengths = {
        name: len((ROOT / name).read_text(encoding="utf-8").split("\n"))
        for name in tracked()
        if name.startswith("autograder/") and name.endswith(".py")
    }
    assert lengths
    assert {name for name, lines in lengths.items() if lines > MOST_LINES} == LONG


def test_every_room_says_what_it_is_for() -> None:
    rooms = [path for path in (ROOT / "autograder").iterdir() if (path / "__init__.py").is_file()]
    assert len(rooms) >= 8
    for room in rooms:
        assert (room / "__init__.py").read_text(encoding="utf-8").startswith('"""'), room.name


def test_the_environment_file_is_named_where_people_look_for_it() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in ("make demo", "make test", "environment.yml"):
        assert command in text
