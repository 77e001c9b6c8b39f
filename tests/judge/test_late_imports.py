"""What a test imports when it is called is imported before the clock of the first submission starts, and no more than that."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench import PROBE, Bench, Victim, question

from autograder.authoring.catalogue import find_assignment
from autograder.isolation.levels import Level
from autograder.judge.answer_key import AnswerKey

KIT = Path(__file__).resolve().parents[1] / "fixtures" / "engine_kit"
TESTS = """
from otter.test_files import test_case

OK_FORMAT = False
name = {name!r}
points = 20


def expected():
    import late_in_{name}

    return late_in_{name}


def probe_sum(function):
    import late_in_a_probe

    return function([1])


@test_case(points=8, failure_message="It has no length.")
def test_shown({name}):
    assert callable({name})


@test_case(points=12, hidden=True, failure_message="It was imported within this case.")
def test_kept({name}):
    def within():
        from late_in_{name} import CALLERS

        return CALLERS

    assert "test_kept" not in within() and "test_kept" not in expected().CALLERS
    try:
        import late_and_missing
    except ImportError:
        late_and_missing = None
    assert late_and_missing is None
"""
CALLERS = "import inspect\nCALLERS = {frame.function for frame in inspect.stack()}\n"


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    shutil.copytree(KIT, tmp_path / "kit")
    for name in ("total", "centre"):
        path = tmp_path / "kit" / "autograder" / "tests" / "10_probe" / f"{name}.py"
        path.write_text(TESTS.format(name=name).lstrip("\n"))
    return tmp_path / "kit"


def put_modules(folder: Path) -> None:
    for name in ("total", "centre", "a_probe"):
        (folder / f"late_in_{name}.py").write_text(CALLERS)


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    """Modules of this name are nobody else's."""
    yield
    for name in late():
        del sys.modules[name]


def late() -> set[str]:
    return {name for name in sys.modules if name.startswith("late_")}


def test_those_of_the_exercises_that_are_asked_for(kit: Path, tmp_path: Path) -> None:
    given = tmp_path / "given"
    given.mkdir()
    put_modules(given)
    key = AnswerKey(find_assignment("10_probe", kit), given)
    assert late() == set()
    key.import_for(["total"])
    assert late() == {"late_in_total"}
    key.import_for()
    assert late() == {"late_in_total", "late_in_centre"}


def test_no_submission_is_charged_with_them(kit: Path, level: Level) -> None:
    with Bench(kit, Victim(kit, 0, []), "", "10_probe", PROBE) as bench:
        put_modules(bench.given)
        result = bench.grade(level)
    assert [question(result, name).score for name in ("total", "centre")] == [20, 20]
