"""reciprocal rank, average precision, and means. The oracle is ir-measures (which asks trec_eval)."""

import math
import random

from otter.test_files import test_case

OK_FORMAT = False
name = "rank_measures"
points = 5
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)


def probe_mean(mean_over_queries, rankings, judgements):
    """The mean of a measure of the probe's own, 1 / place of the first relevant id, and which rankings it was given."""
    seen = []

    def measure(ranking, relevance):
        seen.append(list(ranking))
        for place, name in enumerate(ranking, start=1):
            if relevance.get(name, 0) >= 1:
                return 1 / place
        return 0.0

    return {"mean": float(mean_over_queries(measure, rankings, judgements)), "seen": seen}


def draw(seed, size=30, found=17):
    """A ranking of `found` of `size` passages, and grades 0 to 3 for some."""
    dice = random.Random(seed)
    ids = [f"p{number:02}" for number in range(size)]
    relevance = {name: dice.choice((0, 0, 1, 2, 3)) for name in dice.sample(ids, 13)}
    relevance[next(iter(relevance))] = 3  # something is relevant, whatever the lowest grade that counts
    return dice.sample(ids, found), relevance


def does_its_work(measure):
    """Whether it tells a hit from a miss; what does not has no property that could be asked of it."""
    return measure(["a"], {"a": 3, "b": 3}) > measure(["c"], {"a": 3, "b": 3})


def oracle(rankings, judgements, least=1):
    """MRR and MAP by ir-measures."""
    import ir_measures

    grades = [ir_measures.Qrel(q, name, grade) for q, part in judgements.items() for name, grade in part.items()]
    run = [
        ir_measures.ScoredDoc(q, name, -float(place))
        for q, ranking in rankings.items()
        for place, name in enumerate(ranking)
    ]
    measures = ir_measures.RR(rel=least), ir_measures.AP(rel=least)
    found = ir_measures.calc_aggregate(measures, grades, run)
    return [found[measure] for measure in measures]


def close(found, expected):
    return math.isclose(found, expected, rel_tol=1e-6, abs_tol=1e-9)


@test_case(points=0.5, failure_message="The first relevant passage stands in place 3: the reciprocal rank is 1/3.")
def test_reciprocal_rank_by_hand(reciprocal_rank):
    assert abs(reciprocal_rank(["a", "b", "c", "d"], {"c": 1, "d": 3}) - 1 / 3) < 1e-6


@test_case(
    points=0.75,
    failure_message="Relevant passages in places 1 and 4, and a third one not found: average precision is (1/1 + 2/4 + 0) / 3.",
)
def test_average_precision_by_hand(average_precision):
    found = average_precision(["a", "b", "c", "d"], {"a": 1, "d": 2, "z": 1})
    assert abs(found - 0.5) < 1e-6


@test_case(points=0.5, failure_message="Two queries, reciprocal ranks 1 and 1/2: the mean is 0.75.")
def test_mean_by_hand(mean_over_queries):
    got = probe_mean(mean_over_queries, {"q1": ["a"], "q2": ["b", "c"]}, {"q1": {"a": 1}, "q2": {"c": 1}})
    assert abs(got["mean"] - 0.75) < 1e-6


@test_case(points=0.25, failure_message="A judged query that has no ranking counts 0: the mean of 1 and 0 is 0.5.")
def test_mean_of_what_was_not_found(mean_over_queries):
    got = probe_mean(mean_over_queries, {"q1": ["a"]}, {"q1": {"a": 1}, "q2": {"c": 1}})
    assert abs(got["mean"] - 0.5) < 1e-6


@test_case(points=0.25, hidden=True, failure_message="The reciprocal rank differs from trec_eval's.")
def test_reciprocal_rank(reciprocal_rank):
    for seed in range(8):
        ranking, relevance = draw(seed)
        assert close(reciprocal_rank(ranking, relevance), oracle({"q": ranking}, {"q": relevance})[0])


@test_case(
    points=0.75,
    hidden=True,
    failure_message="The average precision differs from trec_eval's.",
)
def test_average_precision(average_precision):
    for seed in range(8):
        ranking, relevance = draw(seed)
        assert close(average_precision(ranking, relevance), oracle({"q": ranking}, {"q": relevance})[1])


@test_case(
    points=0.5,
    hidden=True,
    failure_message="With least = 2, a passage of grade 1 is as one of grade 0: not relevant.",
)
def test_least(reciprocal_rank, average_precision):
    for measure in (reciprocal_rank, average_precision):
        assert does_its_work(measure), IDLE
        for seed in range(8):
            ranking, relevance = draw(seed)
            for least in (2, 3):
                lowered = {name: grade if grade >= least else 0 for name, grade in relevance.items()}
                assert close(measure(ranking, relevance, least), measure(ranking, lowered, least))
        assert measure(["a"], {"a": 2}, 2) and measure(["a"], {"a": 3}, 2)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="The mean is over all judged queries: one that found nothing relevant, or has no ranking at all, counts 0.",
)
def test_mean_over_all(mean_over_queries):
    rankings, judgements = {}, {}
    for seed in range(9):
        rankings[f"q{seed}"], judgements[f"q{seed}"] = draw(seed)
    rankings["q1"] = []
    judgements["q2"] = {"elsewhere": 2}
    del rankings["q5"], rankings["q7"]
    got = probe_mean(mean_over_queries, rankings, judgements)
    assert close(got["mean"], oracle(rankings, judgements)[0])
    assert len(got["seen"]) == 9


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A query that nobody has judged does not count; without judged queries the mean is 0.0.",
)
def test_unjudged_queries(mean_over_queries):
    rankings = {"q1": ["a"], "q2": ["b", "c"], "other": ["a"], "another": []}
    got = probe_mean(mean_over_queries, rankings, {"q1": {"a": 1}, "q2": {"c": 1}})
    assert close(got["mean"], 0.75) and len(got["seen"]) == 2
    assert probe_mean(mean_over_queries, rankings, {}) == {"mean": 0.0, "seen": []}


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Nothing found, or nothing relevant to find: both measures are 0.0; and the arguments stay as they are.",
)
def test_nothing(reciprocal_rank, average_precision):
    assert reciprocal_rank(["a"], {"a": 1}) and average_precision(["a"], {"a": 1}), IDLE
    ranking, relevance = ["b", "a"], {"a": 0, "c": 1}
    for measure in (reciprocal_rank, average_precision):
        assert measure([], relevance) == measure(ranking, relevance) == 0
        assert measure(ranking, {}) == measure(ranking, {"a": 0, "b": 0}) == 0
    assert ranking == ["b", "a"] and relevance == {"a": 0, "c": 1}
