"""`autograder doctor` tries each promise, and says no where one is broken."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from attack_table import LEVELS
from click.testing import CliRunner

from autograder.commands.doctor import doctor
from autograder.isolation import guarantees
from autograder.isolation.guarantees import Finding, attempts
from autograder.isolation.levels import Level, probe


@pytest.mark.parametrize("level", [pytest.param(level, id=level.label) for level in LEVELS])
def test_every_promise_is_held(level: Level) -> None:
    if not probe(level).works:
        pytest.skip(f"{level.label}: {probe(level).why_not}")
    findings = list(attempts(level))
    assert len(findings) == len(guarantees.GUARANTEES)
    assert [(one.guarantee.title, one.how) for one in findings if one.promised and not one.held] == []


def test_a_weaker_level_does_not_hold_the_promises_of_a_stronger_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every attempt that is about files, processes and sockets gets through where only limits are promised."""
    weak = list(attempts(Level.PROCESS, promised_by=Level.NAMESPACES))
    broken = {one.guarantee.title for one in weak if one.promised and not one.held}
    assert {
        "a hidden test cannot be read",
        "nothing outside can be written",
        "other processes cannot be seen",
        "no TCP connection",
        "no UDP datagram",
        "no unix socket by path",
        "no unix socket by abstract name",
        "no dangerous system calls",
    } <= broken
    assert not broken & {one.title for one in guarantees.GUARANTEES if one.promised_from is Level.PROCESS}

    def found(level: Level, of_kit: object) -> Iterator[Finding]:
        yield from weak

    monkeypatch.setattr(guarantees, "attempts", found)
    result = CliRunner().invoke(doctor, ["--isolation", "process"])
    assert result.exit_code == 1
    assert "NOT HELD: no TCP connection" in result.output
    result = CliRunner().invoke(doctor, ["--isolation", "process", "--json"])
    assert result.exit_code == 1
    shown = json.loads(result.output)["guarantees"]
    assert {one["title"] for one in shown if one["promised"] and not one["held"]} == broken


def test_limits_that_are_not_set_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    far = guarantees.ChildLimits(cpu_seconds=600, memory_mb=8192, processes=500, file_mb=64, output_kb=64)
    monkeypatch.setattr(guarantees, "LIMITS", far)
    which = [
        guarantees.Guarantee(title, Level.PROCESS, lambda bait, text=text: text)
        for title, text in {
            "memory": "got.append(len(bytearray(1024 << 20)))",
            "file": "open('big', 'wb').write(bytes(16 << 20))\ngot.append('big')",
        }.items()
    ]
    assert [one.held for one in attempts(Level.PROCESS, which=which)] == [False, False]
