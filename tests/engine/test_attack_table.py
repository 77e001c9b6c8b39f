"""The 25 attacks through the real engine, at every level that this machine has and that promises to stop them."""

from __future__ import annotations

import attack_rows_in
import attack_rows_out
import pytest
from attack_table import BLOCK_IN, LEVELS, ROWS, TABLE, stored
from bench import Bench

from autograder.isolation.levels import Level, probe

assert attack_rows_in and attack_rows_out  # they fill ROWS
TABLE_ROWS = sorted(ROWS.values(), key=lambda row: row.number)
CASES = [(row, level) for row in TABLE_ROWS for level in LEVELS]


@pytest.mark.parametrize(
    ("number", "level"),
    [
        pytest.param(row.number, level, id=f"{row.number:02d}-{row.title.replace(' ', '-')}-{level.label}")
        for row, level in CASES
        if level >= row.weakest
    ],
)
def test_attack(bench: Bench, number: int, level: Level) -> None:
    found = probe(level)
    if not found.works:
        pytest.skip(f"{level.label}: {found.why_not}")
    TABLE[number, level] = ROWS[number].run(bench, level)


@pytest.mark.slow
@pytest.mark.parametrize(
    "number", [pytest.param(row.number, id=f"{row.number:02d}-{row.title.replace(' ', '-')}") for row in TABLE_ROWS]
)
def test_attack_on_a_real_assignment(real_bench: Bench, strongest: Level, number: int) -> None:
    if strongest < ROWS[number].weakest:
        pytest.skip(f"{strongest.label} does not promise this")
    ROWS[number].run(real_bench, strongest)


def test_all_rows_are_there() -> None:
    assert sorted(ROWS) == list(range(1, 26))


def test_the_documents_table_is_up_to_date(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--write-isolation-table"):
        pytest.skip("it is being written")
    shown = stored(BLOCK_IN.read_text(encoding="utf-8"))
    assert {key: shown.get(key) for key in TABLE} == TABLE, "run: pytest tests/engine --write-isolation-table"
