"""McNemar's test. The oracle is scipy's exact binomial test."""

import random

from otter.test_files import test_case

OK_FORMAT = False
name = "mcnemar"
points = 3
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)


def oracle(b, c):
    from scipy.stats import binomtest

    return binomtest(min(b, c), b + c).pvalue


def classes_of(b, c, both_right, both_wrong):
    """Labels and two lists of predictions with so many texts of each kind, in mixed order."""
    kinds = [(0, 0, 1)] * b + [(0, 1, 0)] * c + [(0, 0, 0)] * both_right + [(0, 1, 2)] * both_wrong
    random.Random(b + 100 * c).shuffle(kinds)
    return [list(column) for column in zip(*kinds, strict=True)]


def does_its_work(mcnemar):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    one, two = mcnemar([1, 1, 1, 1], [1, 1, 1, 0], [0, 0, 1, 0]), mcnemar([1, 1, 1, 1], [0, 1, 1, 0], [1, 1, 1, 1])
    return repr(one) != repr(two) and repr(one) != repr([1, 1, 1, 1])


@test_case(
    points=0.5,
    failure_message="b counts the texts on which the first is right and the second wrong, c the other way round; texts on "
    "which both are right, or both wrong, count in neither.",
)
def test_counts(mcnemar):
    found = mcnemar([0, 0, 1, 1, 2, 2], [0, 0, 1, 0, 1, 0], [0, 1, 0, 1, 0, 0])
    assert (found["b"], found["c"]) == (2, 1)


@test_case(
    points=0.5,
    failure_message="b = 5, c = 0: five coins fall the same way, either way: p = 2 · (1/2)⁵ = 0.0625.",
)
def test_five_to_nothing(mcnemar):
    assert abs(mcnemar([1] * 5, [1] * 5, [0] * 5)["p"] - 0.0625) < 1e-9


@test_case(
    points=0.75,
    hidden=True,
    failure_message="p is not that of an exact two-sided binomial test with b + c coins (scipy.stats.binomtest).",
)
def test_agrees_with_scipy(mcnemar):
    # no text on which both are wrong: whether such texts are counted is another case's affair
    for b, c in ((2, 9), (14, 3), (1, 6), (20, 31)):
        found = mcnemar(*classes_of(b, c, 30, 0))
        assert abs(found["p"] - oracle(b, c)) < 1e-9
    tie = mcnemar(*classes_of(6, 6, 30, 0))["p"]
    assert min(tie, 1) > 1 - 1e-9  # above 1 is another case's affair


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Where the two never differ there is nothing to test: p is 1, and nothing is divided by 0.",
)
def test_no_difference(mcnemar):
    assert does_its_work(mcnemar), IDLE
    assert mcnemar([0, 1, 2], [0, 1, 1], [0, 1, 0])["p"] == 1


@test_case(
    points=0.25,
    hidden=True,
    failure_message="p is a probability: it is never above 1, not even where b and c are equal.",
)
def test_never_above_one(mcnemar):
    assert does_its_work(mcnemar), IDLE
    found = mcnemar(*classes_of(4, 4, 3, 0))
    assert found["p"] < 1 + 1e-9


@test_case(points=0.25, hidden=True, failure_message="With thousands of texts p should be a number too.")
def test_many_texts(mcnemar):
    assert does_its_work(mcnemar), IDLE
    assert 0 < mcnemar(*classes_of(900, 1100, 500, 0))["p"] < 1


@test_case(
    points=0.25,
    hidden=True,
    failure_message="b and c should be ints, p a float; one of yours is a tensor, an array or a fraction.",
)
def test_types(mcnemar):
    assert does_its_work(mcnemar), IDLE
    found = mcnemar(*classes_of(2, 5, 4, 0))
    assert isinstance(found["b"], int) and isinstance(found["c"], int)
    assert isinstance(found["p"], float)
