"""a stable ranking."""

import random

from otter.test_files import test_case

OK_FORMAT = False
name = "rank"
points = 2
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)


def does_its_work(rank):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    one, two = list(rank({"a": 1.0, "b": 2.0})), list(rank({"a": 2.0, "b": 1.0}))
    return sorted(one) == sorted(two) == ["a", "b"] and one != two


@test_case(points=0.5, failure_message="The id with the highest score should come first.")
def test_order(rank):
    assert list(rank({"a": 0.5, "b": 2.5, "c": 1.0})) == ["b", "c", "a"]


@test_case(
    points=0.25, failure_message="With k = 2, the ranking should have two ids: the first two that it has without k."
)
def test_k(rank):
    assert does_its_work(rank), IDLE
    assert list(rank({"a": 0.5, "b": 2.5, "c": 1.0}, 2)) == list(rank({"a": 0.5, "b": 2.5, "c": 1.0}))[:2]


@test_case(points=0.25, failure_message="Of equal scores, the smaller id should come first.")
def test_equal_scores(rank):
    found = list(rank({"b": 1.0, "c": 2.0, "a": 1.0}))
    assert [name for name in found if name != "c"] == ["a", "b"]


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Of equal scores, the smaller id comes first, in whatever order the scores were put in; ids are compared as "
    "texts, also where numbers stand in them.",
)
def test_ties(rank):
    scores = {f"p{number:02}": 1 + number % 3 for number in range(20)}
    for seed in range(5):
        items = list(scores.items())
        random.Random(seed).shuffle(items)
        found = list(rank(dict(items)))
        for score in (1, 2, 3):
            equal = [name for name in scores if scores[name] == score]
            assert [name for name in found if name in equal] == equal
    assert [name for name in rank({"p10": 1.0, "p9": 1.0, "x": 3.0}) if name != "x"] == ["p10", "p9"]


@test_case(
    points=0.25,
    hidden=True,
    failure_message="k may be more than there are, 0, or None, which means all.",
)
def test_other_k(rank):
    assert does_its_work(rank), IDLE
    scores = {"b": 1.0, "a": 3.0, "c": 2.0}
    for k in (None, 99):
        assert list(rank(scores, k)) == list(rank(scores))
    assert list(rank(scores, 0)) == list(rank({})) == []


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Scores may be negative or 0 (a cosine, a log probability); they count too.",
)
def test_negative(rank):
    assert does_its_work(rank), IDLE
    scores = {"a": -5000.0, "c": 0.0, "b": -0.25, "d": 5000.0}
    assert list(rank(scores)) == list(rank({name: score + 6000 for name, score in scores.items()}))


@test_case(points=0.25, hidden=True, failure_message="The given scores were changed.")
def test_left_alone(rank):
    assert does_its_work(rank), IDLE
    scores = {"b": 1.0, "a": 1.0, "c": 2.0}
    rank(scores, 2)
    assert list(scores.items()) == [("b", 1.0), ("a", 1.0), ("c", 2.0)]
