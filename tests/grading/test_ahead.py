"""Where nothing has been graded yet the sandbox comes up before the submissions are read; else only where there is something to grade."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from classroom import ASSIGNMENT, KIT, notebook

from autograder import cli, intake
from autograder.commands.grade import _would_be_seen
from autograder.isolation import levels
from autograder.isolation.levels import Probe
from autograder.isolation.sandbox import Sandbox

Grade = Callable[..., int]


@pytest.fixture
def events(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What has happened: each sandbox that was started, and "read" where submissions were."""
    found: list[Any] = []
    start, collect = Sandbox.__init__, intake.collect

    def starting(self: Sandbox, *arguments: Any) -> None:
        start(self, *arguments)
        found.append(self)

    def reading(*arguments: Any, **options: Any) -> Any:
        found.append("read")
        return collect(*arguments, **options)

    monkeypatch.setattr(Sandbox, "__init__", starting)
    monkeypatch.setattr(intake, "collect", reading)
    return found


@pytest.fixture
def grade(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Grade:
    """Grade a class of one, in this process; its exit code."""
    monkeypatch.setenv("AUTOGRADER_KIT", str(KIT))
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "dana.ipynb").write_text(notebook({}))

    def run(submissions: str = "class", *options: str, level: str = "process") -> int:
        line = ["grade", ASSIGNMENT, str(tmp_path / submissions), "--out", str(tmp_path / "results"), "--no-report"]
        monkeypatch.setattr(sys, "argv", ["autograder", *line, "--isolation", level, *options])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        assert isinstance(ended.value.code, int)
        return ended.value.code

    return run


def kinds(events: list[Any]) -> list[str]:
    return ["sandbox" if isinstance(event, Sandbox) else event for event in events]


def test_it_is_started_first_where_nothing_stands_and_not_where_all_does(grade: Grade, events: list[Any]) -> None:
    assert grade("class", "--jobs", "2") == 0 and kinds(events) == ["sandbox", "read"]
    assert len(events[0].slots) == 2 and events[0].process.poll() is not None
    del events[:]
    assert grade() == 0 and kinds(events) == ["read"]


def test_it_is_ended_at_once_where_there_is_nothing_to_read(grade: Grade, events: list[Any]) -> None:
    assert grade("nowhere") == 2 and kinds(events) == ["sandbox", "read"]
    assert events[0].process.poll() is not None


def test_it_is_ended_where_the_level_does_not_hold(
    grade: Grade, events: list[Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(levels, "probe", lambda level: Probe(level, False, "it was tried"))
    assert grade() == 3 and kinds(events) == ["sandbox", "read"] and events[0].process.poll() is not None
    assert not (tmp_path / "results").exists()


def test_it_is_not_started_where_the_level_is_evidently_not_to_be_had(
    grade: Grade, events: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(levels.jail, "bubblewrap", lambda: None)
    monkeypatch.setattr(levels, "probe", levels.probe.__wrapped__)  # what was found out before must not count
    assert grade(level="namespaces") == 3 and kinds(events) == ["read"]


def test_it_is_not_started_before_results_are_where_it_would_show_them(tmp_path: Path) -> None:
    """A folder that a sandbox shows is covered as the sandbox comes up, so it must be there by then."""
    assert _would_be_seen(Path(sys.prefix) / "results-of-nobody") and not _would_be_seen(Path(sys.prefix))
    assert not _would_be_seen(tmp_path / "results")
