"""reciprocal rank fusion. Expected scores are sums of fractions, straight from the paper's formula."""

import copy
import math
import random
from fractions import Fraction

from otter.test_files import test_case

OK_FORMAT = False
name = "reciprocal_rank_fusion"
points = 4


def draw(seed, rankings=3, ids=14):
    """Rankings of different lengths, each without some of the ids."""
    dice = random.Random(seed)
    names = [f"p{number:02}" for number in range(ids)]
    return [dice.sample(names, 4 + 3 * number) for number in range(rankings)]


def expected(rankings, k=60):
    names = {name for ranking in rankings for name in ranking}
    return {
        name: float(sum(Fraction(1, k + ranking.index(name) + 1) for ranking in rankings if name in ranking))
        for name in names
    }


def same(found, wanted):
    return set(found) == set(wanted) and all(math.isclose(found[name], wanted[name], rel_tol=1e-7) for name in wanted)


@test_case(
    points=0.75,
    failure_message="First in one ranking and second in the other: the score is 1/61 + 1/62.",
)
def test_by_hand(reciprocal_rank_fusion):
    found = reciprocal_rank_fusion([["a", "b"], ["b", "a"]])
    assert set(found) == {"a", "b"} and abs(found["a"] - (1 / 61 + 1 / 62)) < 1e-7


@test_case(
    points=0.75, failure_message="An id that only one ranking holds has that ranking's share alone: in place 2, 1/62."
)
def test_only_in_one(reciprocal_rank_fusion):
    found = reciprocal_rank_fusion([["a", "b"], ["a", "c"]])
    assert set(found) == {"a", "b", "c"} and abs(found["c"] - 1 / 62) < 1e-7


@test_case(
    points=1,
    hidden=True,
    failure_message="With rankings of different lengths, the scores are not the sums of 1 / (60 + place).",
)
def test_many(reciprocal_rank_fusion):
    for seed in range(5):
        rankings = draw(seed)
        assert same(reciprocal_rank_fusion(rankings), expected(rankings))


@test_case(
    points=0.75,
    hidden=True,
    failure_message="k is an argument: with a small k the first places stand out, and k = 0 gives 1 / place.",
)
def test_k(reciprocal_rank_fusion):
    rankings = draw(7)
    for k in (0, 1, 10, 1000):
        assert same(reciprocal_rank_fusion(rankings, k), expected(rankings, k))
    twice = [["a", "b"], ["x", "y", "b"]]  # b is in both, but never first
    few, many = reciprocal_rank_fusion(twice, k=0), reciprocal_rank_fusion(twice, k=60)
    assert few["a"] > few["b"] and many["a"] < many["b"]


@test_case(
    points=0.25,
    hidden=True,
    failure_message="No rankings, or empty ones, should give no scores; and one ranking keeps its order.",
)
def test_few_rankings(reciprocal_rank_fusion):
    assert dict(reciprocal_rank_fusion([])) == dict(reciprocal_rank_fusion([[], []])) == {}
    assert same(reciprocal_rank_fusion([["c", "a"], []]), {"c": 1 / 61, "a": 1 / 62})


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Each ranking counts alike, whichever comes first; the same ranking twice counts twice.",
)
def test_order_of_rankings(reciprocal_rank_fusion):
    rankings = draw(8)
    assert same(reciprocal_rank_fusion(rankings[::-1]), expected(rankings))
    assert same(reciprocal_rank_fusion([["a", "b"], ["a", "b"]]), {"a": 2 / 61, "b": 2 / 62})


@test_case(points=0.25, hidden=True, failure_message="The rankings were changed.")
def test_left_alone(reciprocal_rank_fusion):
    rankings = draw(9)
    before = copy.deepcopy(rankings)
    assert reciprocal_rank_fusion(rankings)
    assert rankings == before
