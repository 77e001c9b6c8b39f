"""Worlds that several tests look at, made once; and the contract that students get."""

from __future__ import annotations

import functools
import importlib.util
from pathlib import Path
from types import ModuleType

from autograder.worlds import MadeWorld, make_world

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ("amber", "basalt", "cobalt", "driftwood", "ebony", "flint", "granite", "hemp", "iron", "jute")


@functools.cache
def world(seed: str = SEEDS[0]) -> MadeWorld:
    """A world with placeholders for pictures and recordings. Tests must not change it."""
    return make_world(seed, media=False)


@functools.cache
def contract() -> ModuleType:
    """solutions/06_rag_project/rag_contract.py."""
    spec = importlib.util.spec_from_file_location(
        "rag_contract", ROOT / "solutions" / "06_rag_project" / "rag_contract.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
