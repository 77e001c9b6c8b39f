"""a split without leaks. Only properties: any split that has them is right."""

import copy
import itertools
import math

from otter.test_files import test_case

OK_FORMAT = False
name = "stratified_split"
points = 8

SIZES = {0: 40, 1: 23, 2: 7, 5: 31}


def examples():
    """Different texts, labels in runs, unequal classes."""
    labels = [label for label, size in SIZES.items() for _ in range(size)]
    return [f"text number {number}" for number in range(len(labels))], labels


def with_twins():
    """Every third text comes again, in other letters and spaces."""
    texts, labels = examples()
    again = list(range(0, len(texts), 3))
    return texts + [f"  {texts[i].upper()} " for i in again], labels + [labels[i] for i in again]


@test_case(points=1, failure_message="Each index should be in exactly one of the parts.")
def test_each_once(stratified_split):
    texts, labels = examples()
    parts = stratified_split(texts, labels)
    assert len(parts) == 3
    assert sorted(index for part in parts for index in part) == list(range(len(texts)))


@test_case(points=1, failure_message="The parts should have about 70, 15 and 15 % of the examples.")
def test_sizes(stratified_split):
    texts, labels = examples()
    shares = [len(part) / len(texts) for part in stratified_split(texts, labels)]
    assert all(abs(found - wanted) < 0.04 for found, wanted in zip(shares, (0.7, 0.15, 0.15), strict=True))


@test_case(points=1, failure_message="Each label should have about its share in the largest part (stratified).")
def test_stratified_roughly(stratified_split):
    texts, labels = examples()
    train = stratified_split(texts, labels)[0]
    for label, size in SIZES.items():
        assert abs(sum(labels[i] == label for i in train) - 0.7 * size) < 1.6


@test_case(
    points=1,
    hidden=True,
    failure_message="Of each label, each part should have its share, rounded up or down; no label may be missing.",
)
def test_stratified(stratified_split):
    texts, labels = examples()
    for shares in ((0.7, 0.15, 0.15), (0.5, 0.5), (0.2, 0.3, 0.1, 0.4)):
        parts = stratified_split(texts, labels, shares, 3)
        assert len(parts) == len(shares)
        for part, share in zip(parts, shares, strict=True):
            for label, size in SIZES.items():
                wanted = share * size
                found = sum(labels[i] == label for i in part)
                assert math.floor(wanted - 1e-9) <= found <= math.ceil(wanted + 1e-9)


@test_case(
    points=1.5,
    hidden=True,
    failure_message="A text that occurs twice, in other letters or with spaces around it, has come into two parts: the test "
    "has leaked into the training.",
)
def test_no_leak(stratified_split):
    texts, labels = with_twins()
    for seed in range(6):
        parts = stratified_split(texts, labels, seed=seed)
        assert sorted(index for part in parts for index in part) == list(range(len(texts)))
        contents = [{texts[i].strip().lower() for i in part} for part in parts]
        assert not any(contents[i] & contents[j] for i in range(3) for j in range(i))


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A text that occurs with two labels is one text all the same, and belongs into one part.",
)
def test_two_labels(stratified_split):
    texts, labels = examples()
    texts, labels = [*texts, *texts[:20]], [*labels, *(5 for _ in range(20))]
    for seed in range(4):
        parts = stratified_split(texts, labels, seed=seed)
        home = {index: number for number, part in enumerate(parts) for index in part}
        assert len(home) == len(texts)
        assert all(home[i] == home[len(texts) - 20 + i] for i in range(20))


@test_case(
    points=0.75,
    hidden=True,
    failure_message="Which texts come into a part should be random, not those that stand first.",
)
def test_random(stratified_split):
    texts, labels = examples()
    first_forty = [sum(i < 40 for i in stratified_split(texts, labels, seed=seed)[0]) for seed in range(3)]
    assert all(found == 28 for found in first_forty)
    trains = [frozenset(stratified_split(texts, labels, seed=seed)[0]) for seed in range(5)]
    assert len(set(trains)) == 5
    assert all(0.3 < sum(i < 20 for i in train if i < 40) / 28 < 0.72 for train in trains)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Shuffle each part: a model that reads one label after the other learns badly.",
)
def test_shuffled(stratified_split):
    texts, labels = examples()
    train = stratified_split(texts, labels, seed=1)[0]
    assert train != sorted(train)
    changes = sum(labels[a] != labels[b] for a, b in itertools.pairwise(train))
    assert changes > len(train) / 3


@test_case(
    points=0.75,
    hidden=True,
    failure_message="The same seed should give the same split, and texts and labels should stay as they are.",
)
def test_seed(stratified_split):
    texts, labels = with_twins()
    before = copy.deepcopy((texts, labels))
    first = stratified_split(texts, labels, seed=4)
    assert [list(part) for part in first] == [list(part) for part in stratified_split(texts, labels, seed=4)]
    assert (texts, labels) == before
