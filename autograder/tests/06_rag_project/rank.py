"""a stable ranking."""

import random

from otter.test_files import test_case

OK_FORMAT = False
name = "rank"
points = 2


@test_case(points=0.5, failure_message="The id with the highest score should come first.")
def test_order(rank):
    assert list(rank({"a": 0.5, "b": 2.5, "c": 1.0})) == ["b", "c", "a"]


@test_case(points=0.25, failure_message="With k = 2, the ranking should have the two best ids.")
def test_k(rank):
    assert list(rank({"a": 0.5, "b": 2.5, "c": 1.0}, 2)) == ["b", "c"]


@test_case(points=0.25, failure_message="Of equal scores, the smaller id should come first.")
def test_equal_scores(rank):
    assert list(rank({"b": 1.0, "c": 2.0, "a": 1.0})) == ["c", "a", "b"]


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Of equal scores, the smaller id comes first, in whatever order the scores were put in.",
)
def test_ties(rank):
    scores = {f"p{number:02}": number % 3 for number in range(20)}
    expected = [f"p{number:02}" for rest in (2, 1, 0) for number in range(20) if number % 3 == rest]
    for seed in range(5):
        items = list(scores.items())
        random.Random(seed).shuffle(items)
        assert list(rank(dict(items))) == expected
    assert list(rank({"p10": 1.0, "p9": 1.0, "x": 3.0})) == ["x", "p10", "p9"]


@test_case(
    points=0.25,
    hidden=True,
    failure_message="k may be more than there are, 0, or None, which means all.",
)
def test_other_k(rank):
    scores = {"b": 1.0, "a": 3.0, "c": 2.0}
    assert list(rank(scores, None)) == list(rank(scores, 99)) == ["a", "c", "b"]
    assert list(rank(scores, 0)) == list(rank({})) == []


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Scores may be negative or 0 (a cosine, a log probability); they count too.",
)
def test_negative(rank):
    assert list(rank({"a": -5000.0, "b": 0.0, "c": -0.25, "d": 5000.0})) == ["d", "b", "c", "a"]


@test_case(points=0.25, hidden=True, failure_message="The given scores were changed.")
def test_left_alone(rank):
    scores = {"b": 1.0, "a": 1.0, "c": 2.0}
    assert list(rank(scores, 2)) == ["c", "a"]
    assert list(scores.items()) == [("b", 1.0), ("a", 1.0), ("c", 2.0)]
