"""precision and recall at k. The oracle is ir-measures (which asks trec_eval)."""

import math
import random

from otter.test_files import test_case

OK_FORMAT = False
name = "precision_recall"
points = 3
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)


def does_its_work(measure):
    """Whether it tells a hit from a miss; what does not has no property that could be asked of it."""
    return measure(["a"], {"a": 3, "b": 3}, 1) > measure(["c"], {"a": 3, "b": 3}, 1)


def draw(seed, size=30):
    """A ranking of some of `size` passages, and grades 0 to 3 for some: most of the found ones are not judged."""
    dice = random.Random(seed)
    ids = [f"p{number:02}" for number in range(size)]
    relevance = {name: dice.choice((0, 1, 1, 2, 3)) for name in dice.sample(ids, 13)}
    return dice.sample(ids, 17), relevance


def oracle(ranking, relevance, k, least):
    """Precision and recall at k by ir-measures."""
    import ir_measures

    grades = [ir_measures.Qrel("q", name, grade) for name, grade in relevance.items()]
    run = [ir_measures.ScoredDoc("q", name, -float(place)) for place, name in enumerate(ranking)]
    precision, recall = ir_measures.P(rel=least) @ k, ir_measures.R(rel=least) @ k
    found = ir_measures.calc_aggregate([precision, recall], grades, run)
    return found[precision], found[recall]


def close(found, expected):
    return math.isclose(found, expected, rel_tol=1e-6, abs_tol=1e-9)


@test_case(points=0.5, failure_message="One of the first two is relevant: precision at 2 is 0.5.")
def test_precision_by_hand(precision_at):
    assert abs(precision_at(["a", "b", "c"], {"b": 2, "c": 1}, 2) - 0.5) < 1e-6


@test_case(
    points=0.5, failure_message="Three passages are relevant, and one of them is in the first two: recall at 2 is 1/3."
)
def test_recall_by_hand(recall_at):
    assert abs(recall_at(["a", "b", "c"], {"b": 1, "c": 2, "z": 3}, 2) - 1 / 3) < 1e-6


@test_case(
    points=0.25,
    failure_message="One passage was found, and it is relevant: precision at 4 is 1/4, since three places hold nothing.",
)
def test_few_found(precision_at):
    assert abs(precision_at(["b"], {"b": 1, "c": 2}, 4) - 0.25) < 1e-6


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Precision differs from trec_eval's on rankings with judged and unjudged ids.",
)
def test_precision(precision_at):
    for seed in range(5):
        ranking, relevance = draw(seed)
        for k in (1, 4, 9, 17):
            assert close(precision_at(ranking, relevance, k), oracle(ranking, relevance, k, 1)[0])


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Recall differs from trec_eval's on rankings with judged and unjudged ids.",
)
def test_recall(recall_at):
    for seed in range(5):
        ranking, relevance = draw(seed)
        for k in (1, 4, 9, 17, 25):
            assert close(recall_at(ranking, relevance, k), oracle(ranking, relevance, k, 1)[1])


@test_case(
    points=0.25,
    hidden=True,
    failure_message="A ranking of fewer than k places leaves the rest empty: the precision at k is still divided by k.",
)
def test_short_ranking(precision_at):
    assert close(precision_at(["a", "b"], {"a": 1, "b": 1, "c": 1}, 5), 0.4)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="With least = 2, a passage of grade 1 is as one of grade 0: not relevant.",
)
def test_least(precision_at, recall_at):
    for measure in (precision_at, recall_at):
        assert does_its_work(measure), IDLE
        for seed in range(5):
            ranking, relevance = draw(seed)
            for k, least in ((6, 2), (11, 3), (17, 2)):
                lowered = {name: grade if grade >= least else 0 for name, grade in relevance.items()}
                assert close(measure(ranking, relevance, k, least), measure(ranking, lowered, k, least))
        assert measure(["a"], {"a": 2}, 1, 2) and measure(["a"], {"a": 3}, 1, 2)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Nothing found, or nothing relevant to find: both are 0.0; and the arguments stay as they are.",
)
def test_nothing(precision_at, recall_at):
    ranking, relevance = ["b", "a"], {"a": 0, "c": 1}
    assert precision_at([], relevance, 3) == recall_at([], relevance, 3) == 0
    assert precision_at(ranking, {"a": 0}, 2) == recall_at(ranking, {"a": 0}, 2) == 0
    assert precision_at(ranking, {}, 2) == recall_at(ranking, {}, 2) == 0
    assert ranking == ["b", "a"] and relevance == {"a": 0, "c": 1}
