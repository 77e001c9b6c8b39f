"""`build --public`: a folder that can be pushed as it is, and that never mixes with the instructor's files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from raw_secrets import secrets_of, texts

from autograder.authoring.assignment import Assignment
from autograder.errors import KitError
from autograder.release.build import BuildResult, build_assignment
from autograder.release.public_folder import check_public_target, write_public_folder

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def public(tiny: Assignment, built: BuildResult, tmp_path: Path) -> Path:
    folder = tmp_path / "public"
    write_public_folder(tiny, built.student_folder, built.student_zip, folder, ROOT)
    return folder


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_what_is_in_it(public: Path, built: BuildResult) -> None:
    given = {f"assignments/07_tiny/{name}" for name in names(built.student_folder)}
    assert names(public) == given | {
        "assignments/07_tiny.zip",
        "README.md",
        "LICENSE",
        "LICENSE-TEXT",
        "environment.yml",
    }
    readme = (public / "README.md").read_text(encoding="utf-8")
    assert "[7. Tiny](assignments/07_tiny/)" in readme and "assignments/07_tiny.zip" in readme


def test_no_solution_and_no_hidden_test_is_in_it(public: Path, tiny: Assignment) -> None:
    found = "\n".join(text for _, text in texts(public))
    secrets = secrets_of(tiny.folder / "notebook.py", sorted(tiny.tests_folder.glob("*.py")))
    assert [line for line in secrets if line in found] == []
    assert "solution-only" not in found


def test_it_is_the_same_each_time_and_leaves_other_things_alone(
    public: Path, tiny: Assignment, built: BuildResult
) -> None:
    before = {name: (public / name).read_bytes() for name in names(public)}
    (public / ".git").mkdir()
    (public / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (public / "assignments" / "05_other").mkdir()
    (public / "assignments" / "05_other" / "README.md").write_text("# 5. Other\n")
    (public / "assignments" / "07_tiny" / "stale.py").write_text("of an older build\n")
    write_public_folder(tiny, built.student_folder, built.student_zip, public, ROOT)
    assert (public / ".git" / "HEAD").is_file()
    assert not (public / "assignments" / "07_tiny" / "stale.py").exists()
    assert "[5. Other](assignments/05_other/)" in (public / "README.md").read_text(encoding="utf-8")
    for name, content in before.items():
        assert name == "README.md" or (public / name).read_bytes() == content


def test_a_readme_of_the_instructors_own_stays(tiny: Assignment, built: BuildResult, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Our course\n")
    write_public_folder(tiny, built.student_folder, built.student_zip, tmp_path, ROOT)
    assert (tmp_path / "README.md").read_text() == "# Our course\n"


def test_data_come_with_their_licence(tiny: Assignment, built: BuildResult, tmp_path: Path) -> None:
    """Where an assignment gives students a file of datasets/, the notes and the licence of that file go along."""
    from dataclasses import replace

    data = ROOT / "datasets" / "place_names"
    given = replace(tiny, files=(data / "place_names.tsv",))
    write_public_folder(given, built.student_folder, built.student_zip, tmp_path, ROOT)
    for name in ("README.md", "LICENSE.unicode"):
        assert (tmp_path / "datasets" / "place_names" / name).read_bytes() == (data / name).read_bytes()
    assert not (tmp_path / "datasets" / "place_names" / "place_names.tsv").exists()


@pytest.mark.parametrize("where", [".", "solutions", "solutions/public", "public", "..", "../other"])
def test_places_that_are_refused(where: str, tmp_path: Path) -> None:
    kit = tmp_path / "kit"
    (kit / "solutions").mkdir(parents=True)
    (tmp_path / "other" / "solutions").mkdir(parents=True)
    with pytest.raises(KitError, match="cannot be the public folder") as raised:
        check_public_target(kit / where, kit)
    assert "outside the kit" in raised.value.mend


def test_a_link_into_the_kit_is_refused(tmp_path: Path) -> None:
    kit = tmp_path / "kit"
    (kit / "solutions").mkdir(parents=True)
    (tmp_path / "link").symlink_to(kit)
    with pytest.raises(KitError, match="cannot be the public folder"):
        check_public_target(tmp_path / "link" / "public", kit)


def test_a_refused_place_stops_the_build_before_it_begins(tiny: Assignment, kit_copy) -> None:
    before = names(kit_copy.root)
    with pytest.raises(KitError, match="cannot be the public folder"):
        build_assignment(tiny, kit_copy.root, public=kit_copy.root / "public")
    assert names(kit_copy.root) == before


def test_public_needs_no_second_build(tiny: Assignment, built: BuildResult, kit_copy, tmp_path: Path) -> None:
    output = tmp_path / "output"
    shutil.copytree(built.student_folder.parents[1], output)
    result = build_assignment(tiny, output, kit=Path(tiny.folder).parents[1], public=tmp_path / "public")
    assert result.unchanged and result.public == tmp_path / "public" and result.paths[-1] == result.public
    assert (tmp_path / "public" / "assignments" / "07_tiny" / "07_tiny.ipynb").is_file()
