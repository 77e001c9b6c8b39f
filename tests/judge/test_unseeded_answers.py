"""An answer whose generator nobody seeds is named, whatever it happens to draw, and however it draws."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from naming import NAME, named, names_of, recorded, wrong

from autograder.authoring.catalogue import find_assignment
from autograder.authoring.variants import load_variants
from autograder.judge.distributions import decisive

ROOT = Path(__file__).resolve().parents[2]
STUDENTS = 6
"""Each draws from a generator of its own, which is seeded here alone: what a run finds, the next one finds."""

SPLIT = """
import random

def answer(texts, seed):
    order = list(range(len(texts)))
    {cards}.shuffle(order)
    cut = round(0.7 * len(order))
    return [order[:cut], order[cut:]]
"""
RIGHT = SPLIT.format(cards="random.Random(seed)")
FORGETS = wrong(SPLIT.format(cards="random"), "test_seed", title="forgets the seed")
IN_ORDER = wrong("def answer(texts, seed):\n    return [list(range(7)), [7, 8, 9]]\n", "test_random", title="in order")
IN_PLACE = wrong(
    RIGHT.replace("    order =", "    texts.reverse()\n    order ="), "test_seed", "test_texts", title="in place"
)
SMALL_THEN_SORTED = """
def answer(texts, seed):
    keys = [cards.random() for _ in texts]
    ranked = sorted(range(len(texts)), key=keys.__getitem__)
    small = ranked[: len(texts) // 5]
    return [[i for i in ranked if i not in small], small]
"""
CALLS = [([f"text {i}" for i in range(10)], 4), ([f"text {i}" for i in range(10)], 4)]


def drawing(source: str, cards: random.Random) -> Callable[..., Any]:
    """The function that a source defines as ``answer``, with these cards."""
    names: dict[str, Any] = {"cards": cards}
    exec(source, names)
    return names["answer"]


@pytest.mark.parametrize(
    "source", [SPLIT.format(cards="cards"), SMALL_THEN_SORTED], ids=["as the variant", "another way"]
)
def test_what_is_drawn_does_not_matter(source: str) -> None:
    found = [
        named([recorded("test_seed", drawing(source, random.Random(number)), CALLS)], [IN_ORDER, FORGETS], RIGHT)
        for number in range(STUDENTS)
    ]
    assert found == [["forgets the seed"]] * STUDENTS


def test_who_fails_the_case_otherwise_is_not_named_so() -> None:
    """The same seed gives the same here, and something else is wrong with it."""
    for body in ("return [[0, 1], [2, 3]]", "texts.reverse()\n    return [[0, 1, 2], [3]]", "raise KeyError(seed)"):
        student = names_of(f"def answer(texts, seed):\n    {body}\n")["answer"]
        assert named([recorded("test_seed", student, CALLS)], [FORGETS], RIGHT) == []


def test_another_case_that_failed_besides_is_none_of_its_doing() -> None:
    unseeded = recorded("test_seed", drawing(SMALL_THEN_SORTED, random.Random(1)), CALLS)
    empty = recorded("test_other", names_of("def answer(texts, seed):\n    return [[], []]\n")[NAME], CALLS[:1])
    assert named([unseeded, empty], [FORGETS], RIGHT) == []


def test_what_is_decisive() -> None:
    right = [{"a": 1.0, "b": float(n)} for n in range(4)]
    assert decisive([{"a": 0.0, "b": float(n)} for n in range(2, 6)], right) == {"a"}
    assert decisive([{"a": 0.0, "b": 9.0}, {"a": 0.0, "b": 8.0, "c": 1.0}], right) == {"a", "b"}
    assert decisive(right, right) == set()


# The kit's own exercises that take a seed.

LIBRARY = [[f"sentence {i} of document {n}" for i in range(5)] for n in range(8)]
TEXTS = [f"text number {number}" for number in range(101)]
LABELS = [0] * 40 + [1] * 23 + [2] * 7 + [5] * 31
IDS = torch.randint(4, 50, (20, 50), generator=torch.Generator().manual_seed(111))
CALLS_OF: dict[str, tuple[str, list[tuple]]] = {
    "stratified_split": ("split_forgets_the_seed", [(TEXTS, LABELS, (0.7, 0.15, 0.15), seed) for seed in (0, 4, 4)]),
    "nsp_pairs": ("nsp_forgets_the_seed", [(LIBRARY, seed) for seed in (5, 5, 6, 7)]),
    "mask_tokens": ("mask_forgets_the_seed", [(IDS, [0, 4, 5, 6], 6, 50, seed) for seed in (11, 11, 12)]),
}
"""The mistake, and what its case asks."""


def deaf(source: str, number: int) -> Callable[..., Any]:
    """The solution's function, all of whose generators are one that was seeded before: it never hears its own seed."""
    cards, generator = random.Random(number), torch.Generator().manual_seed(1000 + number)
    names = names_of(source)
    names["random"] = SimpleNamespace(Random=lambda seed: cards)
    names["torch"] = SimpleNamespace(
        **vars(torch) | {"Generator": lambda: SimpleNamespace(manual_seed=lambda seed: generator)}
    )
    return names[NAME]


@pytest.mark.parametrize("exercise", CALLS_OF)
def test_the_kits_own_exercises(exercise: str) -> None:
    assignment = find_assignment("05_fine_tuning", ROOT)
    mistake, calls = CALLS_OF[exercise]

    def renamed(source: str) -> str:
        return source.replace(f"def {exercise}(", f"def {NAME}(")

    variants = [
        replace(one, exercises=(NAME,), title=one.name, source=renamed(one.source))
        for one in load_variants(assignment)
        if one.kind == "wrong" and one.exercises == (exercise,)
    ]
    [cell] = [cell for cell in assignment.master.cells if cell.exercise == exercise]
    right = "import itertools\nimport random\n\nimport torch\n\n\n" + renamed(cell.source)
    for number in range(3):
        assert named([recorded("test_seed", deaf(right, number), calls)], variants, right) == [mistake]
