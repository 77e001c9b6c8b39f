"""Nothing of the kit's assignments draws numbers that nobody can draw again."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.authoring.catalogue import assignment_names, find_assignment
from autograder.authoring.variants import load_variants
from autograder.verification.unseeded import unseeded

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("code", "calls"),
    [
        ("import random\n\ncards = random.SystemRandom()\n", ["random.SystemRandom()"]),
        ("import random\n\ncards = random.Random()\n", ["random.Random()"]),
        ("from random import Random as Cards\n\ncards = Cards()\n", ["Cards()"]),
        ("import random\n\nrandom.seed()\n", ["random.seed()"]),
        ("import random\n\nrandom.seed(None)\n", ["random.seed(None)"]),
        ("import numpy as np\n\nrng = np.random.default_rng()\n", ["np.random.default_rng()"]),
        ("rng = np.random.RandomState(seed=None)\n", ["np.random.RandomState(seed=None)"]),
        ("from numpy.random import default_rng\n\nrng = default_rng()\n", ["default_rng()"]),
        ("import torch\n\nfirst = torch.seed()\ng = torch.Generator()\ng.seed()\n", ["torch.seed()", "g.seed()"]),
        ("import os, uuid, secrets\n\nx = os.urandom(4), uuid.uuid4(), secrets.choice([1])\n", ["os.urandom(4)"] * 3),
        ("import random\n\ncards = random.Random(3)\nrandom.seed(seed)\nrandom.shuffle(rows)\n", []),
        ("rng = np.random.default_rng(seed)\ng = torch.Generator().manual_seed(0)\ntorch.rand(3)\n", []),
        ("def draw(seed):\n    return seed\n\n\ndraw(1)\n", []),
    ],
)
def test_what_is_found(tmp_path: Path, code: str, calls: list[str]) -> None:
    path = tmp_path / "answer.py"
    path.write_text(code, encoding="utf-8")
    found = unseeded(path)
    assert len(found) == len(calls)
    if len(set(calls)) == len(calls):
        assert all(f"{call} draws other numbers at each run" in line for call, line in zip(calls, found, strict=True))
    assert all("answer.py:" in line for line in found)


@pytest.mark.parametrize("name", assignment_names(ROOT))
def test_neither_tests_nor_variants_draw_so(name: str) -> None:
    assignment = find_assignment(name, ROOT)
    paths = [*(exercise.tests for exercise in assignment.exercises), *(one.path for one in load_variants(assignment))]
    assert len(paths) > 20
    assert [line for path in paths for line in unseeded(path)] == []


def test_nor_do_the_answers_that_names_are_measured_on() -> None:
    paths = sorted((ROOT / "benchmarks" / "misconceptions").glob("*.py"))
    assert len(paths) == 5
    assert [line for path in paths for line in unseeded(path)] == []
