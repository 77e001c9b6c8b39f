"""A split without leaks. Only properties: any split that has them is right."""

import copy
import itertools

from otter.test_files import test_case

OK_FORMAT = False
name = "stratified_split"
points = 7
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

SIZES = {0: 40, 1: 23, 2: 7, 5: 31}


def examples(sizes=SIZES):
    """Different texts, labels in runs, unequal classes."""
    labels = [label for label, size in sizes.items() for _ in range(size)]
    return [f"text number {number}" for number in range(len(labels))], labels


def with_twins(written):
    """Every third text comes again, written in another way."""
    texts, labels = examples()
    again = list(range(0, len(texts), 3))
    return texts + [written(texts[i]) for i in again], labels + [labels[i] for i in again]


def leaks(parts, texts):
    """Whether a text stands in two of the parts."""
    contents = [{texts[i].strip().lower() for i in part} for part in parts]
    return any(one & two for one, two in itertools.combinations(contents, 2))


def does_its_work(stratified_split):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    parts = stratified_split([f"text {i}" for i in range(20)], [i % 2 for i in range(20)])
    return len({int(i) for part in parts for i in part}) > 2


@test_case(points=0.5, failure_message="Each index should be in exactly one of the parts.")
def test_each_once(stratified_split):
    texts, labels = examples()
    parts = stratified_split(texts, labels)
    assert len(parts) == 3
    assert sorted(index for part in parts for index in part) == list(range(len(texts)))


@test_case(points=0.5, failure_message="The parts should have about 70, 15 and 15 % of the examples.")
def test_sizes(stratified_split):
    assert does_its_work(stratified_split), IDLE
    texts, labels = examples()
    shares = [len(part) / len(texts) for part in stratified_split(texts, labels)]
    assert all(abs(found - wanted) < 0.06 for found, wanted in zip(shares, (0.7, 0.15, 0.15), strict=True))


@test_case(points=0.75, failure_message="Each label should have its share in the largest part (stratified).")
def test_stratified_roughly(stratified_split):
    texts, labels = examples(dict.fromkeys(range(10), 100))
    train = stratified_split(texts, labels)[0]
    assert all(abs(sum(labels[i] == label for i in train) - 70) < 1.6 for label in range(10))


@test_case(
    points=0.75,
    failure_message="A text that occurs twice has come into two parts: the test has leaked into the training.",
)
def test_no_leak(stratified_split):
    assert does_its_work(stratified_split), IDLE
    texts, labels = with_twins(str)
    assert not leaks(stratified_split(texts, labels, seed=1), texts)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Of each label, each part should have its share, give or take one; nobody may be lost.",
)
def test_stratified(stratified_split):
    texts, labels = examples()
    for shares in ((0.7, 0.15, 0.15), (0.5, 0.5), (0.2, 0.3, 0.1, 0.4), (0.25, 0.5, 0.25)):
        parts = stratified_split(texts, labels, shares, 3)
        assert len(parts) == len(shares) and sum(map(len, parts)) == len(texts)
        for part, share in zip(parts, shares, strict=True):
            for label, size in SIZES.items():
                assert abs(sum(labels[i] == label for i in part) - share * size) <= 1 + 1e-9


@test_case(
    points=0.75,
    hidden=True,
    failure_message="A text that occurs twice, in other letters or with spaces around it, has come into two parts.",
)
def test_no_leak_of_other_letters(stratified_split):
    assert does_its_work(stratified_split), IDLE
    texts, labels = with_twins(lambda text: f"  {text.upper()} ")
    assert not any(leaks(stratified_split(texts, labels, seed=seed), texts) for seed in range(6))


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A text that occurs with two labels is one text all the same, and belongs into one part.",
)
def test_two_labels(stratified_split):
    assert does_its_work(stratified_split), IDLE
    texts, labels = examples()
    texts, labels = [*texts, *texts[:20]], [*labels, *(5 for _ in range(20))]
    assert not any(leaks(stratified_split(texts, labels, seed=seed), texts) for seed in range(4))


@test_case(
    points=0.75,
    hidden=True,
    failure_message="Which texts come into a part should be random, not those that stand first.",
)
def test_random(stratified_split):
    texts, labels = examples()
    of_first_label = [[i for i in stratified_split(texts, labels, seed=seed)[0] if i < 40] for seed in range(5)]
    assert len({frozenset(part) for part in of_first_label}) > 1
    assert all(0.3 < sum(i < 20 for i in part) / len(part) < 0.72 for part in of_first_label)


@test_case(
    points=0.75,
    hidden=True,
    failure_message="Shuffle each part: a model that reads one label after the other learns badly.",
)
def test_shuffled(stratified_split):
    texts, labels = examples()
    train = stratified_split(texts, labels, seed=1)[0]
    changes = sum(labels[a] != labels[b] for a, b in itertools.pairwise(train))
    assert changes > len(train) / 3


@test_case(
    points=0.75,
    hidden=True,
    failure_message="The same seed should give the same split, and texts and labels should stay as they are.",
)
def test_seed(stratified_split):
    assert does_its_work(stratified_split), IDLE
    texts, labels = examples()
    before = copy.deepcopy((texts, labels))
    first = stratified_split(texts, labels, seed=4)
    assert [list(part) for part in first] == [list(part) for part in stratified_split(texts, labels, seed=4)]
    assert (texts, labels) == before


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Asked for was a list of lists of plain ints. Are the parts, or what holds them, arrays, tensors or tuples?",
)
def test_lists(stratified_split):
    assert does_its_work(stratified_split), IDLE
    parts = stratified_split(*examples(), seed=2)
    assert isinstance(parts, list) and all(isinstance(part, list) for part in parts)
    assert all(isinstance(index, int) for part in parts for index in part)
