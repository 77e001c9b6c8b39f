"""The held-out answers of the benchmark of names: each says what it is, and what it says exists."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import pytest

from autograder.authoring.catalogue import find_assignment
from autograder.authoring.variants import load_variants

ROOT = Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location("names_benchmark", ROOT / "benchmarks" / "names.py")
assert SPEC and SPEC.loader
names = importlib.util.module_from_spec(SPEC)


@pytest.fixture(autouse=True, scope="module")
def loaded() -> None:
    import sys

    sys.modules[SPEC.name] = names
    SPEC.loader.exec_module(names)


def test_every_answer_names_a_variant_of_its_exercise_or_none() -> None:
    kinds: set[str] = set()
    for path in sorted(names.FOLDER.glob("*.py")):
        assignment = find_assignment(path.stem, ROOT)
        owners = {one.name: one.exercises[0] for one in load_variants(assignment) if one.kind == "wrong"}
        answers = names.answers_of(path)
        assert len(answers) == path.read_text(encoding="utf-8").count("# --- ") > 10
        for answer in answers:
            assert all(owners.get(name) == answer.exercise for name in answer.truth), answer
            kinds.add("known" if answer.truth else "right" if answer.is_right else "unknown")
            kinds |= {"two"} if len(answer.truth) > 1 else set()
    assert kinds == {"known", "right", "unknown", "two"}


@pytest.mark.slow
@pytest.mark.skipif(not os.environ.get("EXHAUSTIVE"), reason="python benchmarks/names.py prints it at any time")
def test_precision_and_recall() -> None:
    assert names.main(os.cpu_count() or 1) == 0
