"""Attacks beyond the 25: on the wire, by values, on the kernel. Their outcomes are the second table of the document."""

from __future__ import annotations

import attack_rows_system
import attack_rows_values
import attack_rows_wire
import pytest
from attack_table import BLOCK_IN, LEVELS, MORE, MORE_TABLE, stored_more
from bench import Bench

from autograder.isolation.levels import Level, probe

assert attack_rows_wire and attack_rows_values and attack_rows_system  # they fill MORE
EVERYWHERE = [(row, level) for row in MORE.values() if row.everywhere for level in LEVELS if level >= row.weakest]


def _record(number: int, outcome: str) -> None:
    assert MORE_TABLE.setdefault(number, outcome) == outcome, "the outcome depends on the level"


@pytest.mark.parametrize(
    "number", [pytest.param(row.number, id=row.run.__name__) for row in MORE.values() if not row.everywhere]
)
def test_attack(bench: Bench, strongest: Level, number: int) -> None:
    _record(number, MORE[number].run(bench, strongest))


@pytest.mark.parametrize(
    ("number", "level"),
    [pytest.param(row.number, level, id=f"{row.run.__name__}-{level.label}") for row, level in EVERYWHERE],
)
def test_attack_at_each_level(bench: Bench, number: int, level: Level) -> None:
    found = probe(level)
    if not found.works:
        pytest.skip(f"{level.label}: {found.why_not}")
    _record(number, MORE[number].run(bench, level))


def test_the_documents_second_table_is_up_to_date(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--write-isolation-table"):
        pytest.skip("it is being written")
    shown = stored_more(BLOCK_IN.read_text(encoding="utf-8"))
    assert {number: shown.get(number) for number in MORE_TABLE} == MORE_TABLE, (
        "run: pytest tests/engine --write-isolation-table"
    )
