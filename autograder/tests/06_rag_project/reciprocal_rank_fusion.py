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
    points=0.7,
    failure_message="First in one ranking and second in the other: the score is 1/61 + 1/62.",
)
def test_by_hand(reciprocal_rank_fusion):
    found = reciprocal_rank_fusion([["a", "b"], ["b", "a"]])
    assert set(found) == {"a", "b"} and abs(found["a"] - (1 / 61 + 1 / 62)) < 1e-7


@test_case(points=0.7, failure_message="An id that only one ranking holds has that ranking's share, and nothing else.")
def test_only_in_one(reciprocal_rank_fusion):
    found, alone = reciprocal_rank_fusion([["a", "b"], ["a", "c"]]), reciprocal_rank_fusion([["a", "c"]])
    assert set(found) == {"a", "b", "c"} and abs(found["c"] - alone["c"]) < 1e-7


@test_case(
    points=0.7,
    hidden=True,
    failure_message="With rankings of different lengths, the scores are not the sums of 1 / (60 + place).",
)
def test_many(reciprocal_rank_fusion):
    for seed in range(5):
        rankings = draw(seed)
        assert same(reciprocal_rank_fusion(rankings), expected(rankings))


@test_case(
    points=0.6,
    hidden=True,
    failure_message="k is an argument: in one ranking, with k = 10, place 1 is worth 1/11, and k = 0 gives 1 / place.",
)
def test_k(reciprocal_rank_fusion):
    ranking = [f"p{number}" for number in range(9)]
    for k in (10, 1, 0, 1000):
        assert same(reciprocal_rank_fusion([ranking], k), expected([ranking], k))


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Without rankings there are no scores, and an empty ranking changes nothing.",
)
def test_few_rankings(reciprocal_rank_fusion):
    assert dict(reciprocal_rank_fusion([])) == dict(reciprocal_rank_fusion([[], []])) == {}
    alone = reciprocal_rank_fusion([["c", "a"]])
    assert alone and same(reciprocal_rank_fusion([["c", "a"], []]), alone)


@test_case(
    points=0.55,
    hidden=True,
    failure_message="Each ranking counts alike, whichever comes first; the same ranking twice counts twice.",
)
def test_order_of_rankings(reciprocal_rank_fusion):
    rankings = draw(8)
    assert same(reciprocal_rank_fusion(rankings[::-1]), reciprocal_rank_fusion(rankings))
    once = reciprocal_rank_fusion([["a", "b"]])
    assert once and same(
        reciprocal_rank_fusion([["a", "b"], ["a", "b"]]), {name: 2 * score for name, score in once.items()}
    )


@test_case(points=0.25, hidden=True, failure_message="The rankings were changed.")
def test_left_alone(reciprocal_rank_fusion):
    rankings = draw(9)
    before = copy.deepcopy(rankings)
    assert reciprocal_rank_fusion(rankings)
    assert rankings == before
