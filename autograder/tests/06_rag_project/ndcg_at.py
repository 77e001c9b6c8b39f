"""nDCG. The oracle is ir-measures (which asks trec_eval: linear gain, log2 of the place plus 1)."""

import math
import random

from otter.test_files import test_case

OK_FORMAT = False
name = "ndcg_at"
points = 5
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)


def does_its_work(ndcg_at):
    """Whether it tells a hit from a miss; what does not has no property that could be asked of it."""
    return ndcg_at(["a"], {"a": 3, "b": 3}, 1) > ndcg_at(["c"], {"a": 3, "b": 3}, 1)


def draw(seed, size=30, found=17):
    """A ranking of `found` of `size` passages, and grades 0 to 3 for some."""
    dice = random.Random(seed)
    ids = [f"p{number:02}" for number in range(size)]
    relevance = {name: dice.choice((0, 1, 2, 3)) for name in dice.sample(ids, 13)}
    return dice.sample(ids, found), relevance


def oracle(ranking, relevance, k):
    import ir_measures

    grades = [ir_measures.Qrel("q", name, grade) for name, grade in relevance.items()]
    run = [ir_measures.ScoredDoc("q", name, -float(place)) for place, name in enumerate(ranking)]
    measure = ir_measures.nDCG @ k
    return ir_measures.calc_aggregate([measure], grades, run)[measure]


def close(found, expected):
    return math.isclose(found, expected, rel_tol=1e-6, abs_tol=1e-9)


@test_case(points=0.75, failure_message="The best ranking that there is has nDCG 1.")
def test_perfect(ndcg_at):
    assert does_its_work(ndcg_at), IDLE
    assert abs(ndcg_at(["a", "b", "c"], {"a": 3, "b": 2, "c": 1}, 3) - 1) < 1e-6


@test_case(
    points=1,
    failure_message="Grades 0, 3 found, 2 not found: DCG is 3 / log2(3), the best one 3 / log2(2) + 2 / log2(3); nDCG is 0.444.",
)
def test_by_hand(ndcg_at):
    found = ndcg_at(["x", "a"], {"a": 3, "b": 2}, 2)
    assert abs(found - (3 / math.log2(3)) / (3 + 2 / math.log2(3))) < 1e-4


@test_case(
    points=0.75,
    hidden=True,
    failure_message="nDCG differs from trec_eval's on rankings of judged and unjudged passages.",
)
def test_agrees_with_trec_eval(ndcg_at):
    for seed in range(8):
        ranking, relevance = draw(seed)
        for k in (1, 3, 10, 17):
            assert close(ndcg_at(ranking, relevance, k), oracle(ranking, relevance, k))


@test_case(
    points=0.5,
    hidden=True,
    failure_message="The best DCG is made of all judged passages, those that were not found too.",
)
def test_ideal_of_all(ndcg_at):
    assert does_its_work(ndcg_at), IDLE
    if close(ndcg_at(["a"], {"a": 2}, 1), 1):  # whoever does not divide by the best has lost the points for that
        assert ndcg_at(["a"], {"a": 1, "b": 1}, 4) < 0.9
        assert ndcg_at(["a", "x"], {"a": 2, "b": 2, "c": 2}, 4) < 0.7


@test_case(
    points=0.5,
    hidden=True,
    failure_message="The discount: place 1 counts whole (log2(2) = 1), place 2 is already divided by log2(3).",
)
def test_discount(ndcg_at):
    whole = ndcg_at(["a"], {"a": 2}, 7)
    assert whole
    for place in range(2, 8):
        ranking = [f"x{n}" for n in range(1, place)] + ["a"]
        assert close(ndcg_at(ranking, {"a": 2}, 7) / whole, 1 / math.log2(place + 1))


@test_case(
    points=0.5,
    hidden=True,
    failure_message="The gain of a passage is its grade: a grade of 3 is worth three times one of 1.",
)
def test_linear_gain(ndcg_at):
    assert does_its_work(ndcg_at), IDLE
    # What place 2 is worth is asked of the student: a wrong discount has a case of its own.
    second = ndcg_at(["x", "a"], {"a": 1}, 2) / ndcg_at(["a", "x"], {"a": 1}, 2)
    for grade in (2, 3, 5):
        relevance = {"a": 1, "b": grade}
        found = ndcg_at(["a", "b"], relevance, 2) / ndcg_at(["b", "a"], relevance, 2)
        assert close(found, (1 + grade * second) / (grade + second))


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Only k places count, in the ranking and in the best one: one relevant passage in place 1 is perfect at k = 1, "
    "though there are others.",
)
def test_cut(ndcg_at):
    assert does_its_work(ndcg_at), IDLE
    assert close(ndcg_at(["x", "y", "b", "c"], {"a": 2, "b": 2, "c": 2, "d": 1}, 2), 0)
    for others in ({"b": 2}, {"b": 2, "c": 1}):
        assert close(ndcg_at(["a", "x"], {"a": 2, **others}, 1), ndcg_at(["a", "x"], {"a": 2}, 1))


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Nothing found, or nothing relevant to find: nDCG is 0.0; and the arguments stay as they are.",
)
def test_nothing(ndcg_at):
    assert does_its_work(ndcg_at), IDLE
    ranking, relevance = ["b", "a"], {"c": 1, "a": 0, "d": 3}
    assert ndcg_at([], relevance, 5) == ndcg_at(ranking, relevance, 5) == 0
    assert ndcg_at(ranking, {}, 5) == ndcg_at(ranking, {"a": 0, "b": 0}, 5) == 0
    assert ranking == ["b", "a"] and list(relevance.items()) == [("c", 1), ("a", 0), ("d", 3)]
