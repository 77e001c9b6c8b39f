"""docs/growth.md says what was measured, and that nothing grows faster than what makes it grow."""

from __future__ import annotations

import importlib.util
import itertools
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "pictures"
STEEP = 1.1
"""How much more than its value a cost may grow; two runs of one program differ by some per cent."""


@pytest.fixture(scope="module")
def growth() -> ModuleType:
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        spec = importlib.util.spec_from_file_location("growth", ROOT / "benchmarks" / "growth.py")
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules["growth"] = module
        spec.loader.exec_module(module)
        return module
    finally:
        sys.path.remove(str(ROOT / "benchmarks"))


def test_the_page_has_the_tables_and_pictures_of_what_was_measured(growth: ModuleType) -> None:
    page = (ROOT / "docs" / "growth.md").read_text(encoding="utf-8")
    measured = growth.read(PICTURES / "growth.json")
    assert measured.keys() == growth.CURVES.keys()
    for name, points in measured.items():
        assert growth.table(name, points) in page, name
        assert f"pictures/growth_{name}.svg" in page and (PICTURES / f"growth_{name}.svg").is_file()


@pytest.mark.parametrize(("name", "up_to"), [("submissions", 5_000), ("cases", 1_000), ("arguments", 8 << 20)])
def test_no_cost_grows_faster_than_its_value(growth: ModuleType, name: str, up_to: int) -> None:
    points = [point for point in growth.read(PICTURES / "growth.json")[name] if point.at <= up_to]
    assert points[-1].at == up_to and len(points) >= 5
    for before, after in itertools.pairwise(points):
        assert after.cpu / before.cpu < STEEP * after.at / before.at, (name, after.at)


def test_where_the_page_says_that_it_is_steeper_it_is(growth: ModuleType) -> None:
    before, after = growth.read(PICTURES / "growth.json")["arguments"][-2:]
    page = (ROOT / "docs" / "growth.md").read_text(encoding="utf-8")
    grown = f"{after.cpu / before.cpu:.2g}"
    assert f"From 8 to 32 MB the cost grows by {grown} where the bytes grow by {after.at / before.at:.0f}" in page
