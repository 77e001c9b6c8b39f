"""Which assignments there are, what they hold, and files that cannot be read at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tiny_kit import CONFIG, COUNTER_TESTS, MASTER, KitCopy

import autograder
from autograder.authoring.assignment import RunLimits, load_assignment
from autograder.authoring.catalogue import ROOT_VARIABLE, assignment_names, find_assignment, kit_root
from autograder.authoring.test_files import load_test_file, public_source
from autograder.authoring.variants import load_variants
from autograder.errors import KitError
from autograder.places import did_you_mean


def test_what_an_assignment_holds(kit_copy: KitCopy) -> None:
    tiny = find_assignment("07_tiny/", kit_copy.root)
    assert (tiny.name, tiny.number, tiny.title, tiny.preimport, tiny.points) == ("07_tiny", 7, "Tiny", ("numpy",), 100)
    assert tiny.limits == RunLimits(cell_seconds=10.0)
    assert tiny.files == ((kit_copy.root / "solutions/07_tiny/tiny_pictures.py").resolve(),)
    rows, counter = tiny.exercises
    assert (rows.name, rows.points, rows.cell_id, rows.provides) == ("normalize_rows", 60, "rows", ("normalize_rows",))
    assert (counter.name, counter.points, counter.provides) == ("Counter", 40, ("START", "Counter"))
    assert tiny.exercise("Counter") is counter


def test_reading_an_assignment_executes_nothing(kit_copy: KitCopy) -> None:
    for name in (MASTER, COUNTER_TESTS):
        path = kit_copy.root / name
        path.write_text(path.read_text(encoding="utf-8") + "\nraise SystemExit('executed')\n", encoding="utf-8")
    assert find_assignment("07_tiny", kit_copy.root).points == 100


def test_an_unknown_exercise_gets_the_near_one(kit_copy: KitCopy) -> None:
    with pytest.raises(KitError, match="has no exercise 'Countr'") as raised:
        find_assignment("07_tiny", kit_copy.root).exercise("Countr")
    assert raised.value.mend == "Did you mean 'Counter'?"


@pytest.mark.parametrize(
    ("typo", "mend"),
    [("07_tini", "Did you mean '07_tiny'?"), ("tiny", "Did you mean '07_tiny'?"), ("xyz", "Known are: 07_tiny.")],
)
def test_an_unknown_assignment_gets_the_near_one(kit_copy: KitCopy, typo: str, mend: str) -> None:
    with pytest.raises(KitError, match=f"There is no assignment '{typo}'") as raised:
        find_assignment(typo, kit_copy.root)
    assert raised.value.mend == mend


def test_a_kit_without_assignments_says_where_they_live(tmp_path: Path) -> None:
    (tmp_path / "solutions").mkdir()
    assert assignment_names(tmp_path) == []
    with pytest.raises(KitError) as raised:
        find_assignment("03_attention", tmp_path)
    assert str(tmp_path / "solutions") in raised.value.mend


def test_a_folder_without_settings_is_no_assignment(kit_copy: KitCopy) -> None:
    (kit_copy.root / CONFIG).unlink()
    assert assignment_names(kit_copy.root) == []
    with pytest.raises(KitError, match=r"assignment\.toml is missing"):
        load_assignment(kit_copy.root / "solutions/07_tiny", kit_copy.root / "autograder/tests/07_tiny")


def test_an_assignment_whose_folder_has_an_odd_name(kit_copy: KitCopy) -> None:
    folder = kit_copy.root / "solutions" / "07 tiny"
    (kit_copy.root / "solutions" / "07_tiny").rename(folder)
    with pytest.raises(KitError, match="07 tiny: an assignment's folder is named"):
        find_assignment("07 tiny", kit_copy.root)


def test_the_kit_is_named_by_the_environment(kit_copy: KitCopy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ROOT_VARIABLE, str(kit_copy.root))
    assert kit_root() == kit_copy.root
    monkeypatch.setenv(ROOT_VARIABLE, str(kit_copy.root / "solutions"))
    with pytest.raises(KitError, match=ROOT_VARIABLE) as raised:
        kit_root()
    assert "unset" in raised.value.mend


def test_the_kit_is_found_from_a_folder_in_it(kit_copy: KitCopy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ROOT_VARIABLE, raising=False)
    installed = kit_copy.root.parent / "site-packages" / "autograder" / "__init__.py"
    monkeypatch.setattr(autograder, "__file__", str(installed))
    monkeypatch.chdir(kit_copy.root / "solutions" / "07_tiny")
    assert kit_root() == kit_copy.root
    monkeypatch.chdir(kit_copy.root.parent)
    with pytest.raises(KitError, match="No course kit was found") as raised:
        kit_root()
    assert ROOT_VARIABLE in raised.value.mend


@pytest.mark.parametrize("name", [MASTER, CONFIG, COUNTER_TESTS, "solutions/07_tiny/wrong/columns.py"])
def test_a_file_that_is_not_utf_8(kit_copy: KitCopy, name: str) -> None:
    path = kit_copy.root / name
    path.write_bytes(b"# one\n# \xe9\xe8\n" + path.read_bytes())
    with pytest.raises(KitError) as raised:
        load_variants(find_assignment("07_tiny", kit_copy.root))
    assert f"{path}:2: the text is not UTF-8" in raised.value.message and "UTF-8" in raised.value.mend


def test_a_folder_where_a_file_should_be(kit_copy: KitCopy) -> None:
    (kit_copy.root / MASTER).unlink()
    (kit_copy.root / MASTER).mkdir()
    with pytest.raises(KitError, match=r"notebook\.py cannot be read"):
        find_assignment("07_tiny", kit_copy.root)


def test_a_test_file_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(KitError, match=r"gone\.py is missing"):
        load_test_file(tmp_path / "gone.py")


@pytest.mark.parametrize("name", [COUNTER_TESTS, "solutions/07_tiny/wrong/columns.py"])
def test_a_file_that_is_no_python(kit_copy: KitCopy, name: str) -> None:
    path = kit_copy.root / name
    path.write_text("def f(:\n", encoding="utf-8")
    with pytest.raises(KitError) as raised:
        if name == COUNTER_TESTS:
            load_test_file(path)
        else:
            load_variants(find_assignment("07_tiny", kit_copy.root))
    assert f"{path}:1: " in raised.value.message and "valid Python" in raised.value.mend


def test_places_are_as_a_person_would_type_them(kit_copy: KitCopy, monkeypatch: pytest.MonkeyPatch) -> None:
    (kit_copy.root / MASTER).unlink()
    monkeypatch.chdir(kit_copy.root)
    with pytest.raises(KitError) as raised:
        find_assignment("07_tiny", kit_copy.root)
    assert raised.value.message.startswith(os.path.join(*MASTER.split("/")))  # noqa: PTH118


def test_near_words() -> None:
    assert did_you_mean("sofmax", ["softmax", "mask"]) == "Did you mean 'softmax'?"
    assert did_you_mean("ATTENTION", ["03_attention"]) == "Did you mean '03_attention'?"
    assert did_you_mean("zzz", []) == ""


def test_variants_and_their_words(kit_copy: KitCopy) -> None:
    wrong, right = load_variants(find_assignment("07_tiny", kit_copy.root))
    assert (wrong.kind, wrong.name, wrong.exercises) == ("wrong", "columns", ("normalize_rows",))
    assert wrong.title == "Divides by the sums of the columns"
    assert wrong.hint == "Your columns sum to 1, your rows do not. Which axis does the sum run along?"
    assert (right.kind, right.exercises, right.hint) == ("right", ("normalize_rows", "Counter"), "")


def test_cases_and_their_words(kit_copy: KitCopy) -> None:
    tests = load_test_file(kit_copy.root / "autograder/tests/07_tiny/normalize_rows.py")
    shape, two_rows, *hidden = tests.cases
    assert (shape.title, shape.points, shape.hidden, shape.arguments) == (
        "The shape stays.",
        10,
        False,
        ("normalize_rows",),
    )
    assert two_rows.title == "Two rows" and two_rows.success_message == "The rows sum to 1."
    assert [case.hidden for case in hidden] == [True] * 3
    assert list(load_test_file(kit_copy.root / COUNTER_TESTS).probes) == ["probe_types"]


def test_what_students_get_of_a_test_file(kit_copy: KitCopy) -> None:
    """Public cases, what they use, and nothing that only hidden ones use; it runs by itself, for the points it says."""
    source = public_source(kit_copy.root / "autograder/tests/07_tiny/normalize_rows.py")
    for kept in (
        "test_shape",
        "test_two_rows",
        "table = np.array",
        "def is_close",
        "import numpy as np",
        "points = 20",
    ):
        assert kept in source
    for hidden in (
        "SECRET_SIZES",
        "def draw",
        "STORY",
        "math",
        "textwrap",
        "test_many_rows",
        "free-standing",
        "authors",
    ):
        assert hidden not in source, hidden
    path = kit_copy.root / "public" / "normalize_rows.py"
    path.parent.mkdir()
    path.write_text(source, encoding="utf-8")
    namespace: dict[str, object] = {}
    exec(compile(source, str(path), "exec"), namespace)
    assert namespace["points"] == 20
