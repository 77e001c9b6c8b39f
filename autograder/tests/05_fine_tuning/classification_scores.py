"""Scores. The oracle is scikit-learn."""

import random

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "classification_scores"
points = 7
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)


def draw(seed, size, classes):
    """Labels of unequal classes, predictions that are right about two times in three."""
    dice = random.Random(seed)
    labels = [min(dice.randrange(classes), dice.randrange(classes)) for _ in range(size)]
    return labels, [label if dice.random() < 0.65 else dice.randrange(classes) for label in labels]


def oracle(labels, predictions, classes):
    from sklearn.metrics import accuracy_score, confusion_matrix, f1_score

    every = list(range(classes))
    return {
        "confusion": torch.tensor(confusion_matrix(labels, predictions, labels=every)),
        "accuracy": accuracy_score(labels, predictions),
        "macro_f1": f1_score(labels, predictions, labels=every, average="macro", zero_division=0),
    }


def counts(confusion):
    """A confusion matrix as rows of ints, whatever it is made of: of what, is a case of its own."""
    return torch.as_tensor(confusion).round().long().tolist()


def does_its_work(classification_scores):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    one, two = classification_scores([0, 1, 1], [0, 1, 0], 2), classification_scores([1, 0, 0], [1, 1, 0], 2)
    return repr(one) != repr(two) and repr(one) != repr([0, 1, 1])


@test_case(points=0.75, failure_message="Four examples, three of them right: the accuracy is 0.75.")
def test_accuracy(classification_scores):
    assert abs(classification_scores([0, 1, 1, 0], [0, 1, 0, 0], 2)["accuracy"] - 0.75) < 1e-6


@test_case(
    points=1,
    failure_message="Two texts of class 0 that were taken for class 2: a 2 in row 0 (right), column 2 (predicted).",
)
def test_rows_and_columns(classification_scores):
    confusion = classification_scores([0, 0, 1], [2, 2, 1], 3)["confusion"]
    assert counts(confusion) == [[0, 0, 2], [0, 1, 0], [0, 0, 0]]


@test_case(
    points=0.75,
    failure_message="Of class 0 half was found and nothing else was called so: F1 is 2/3. Class 1: precision 2/3, recall "
    "1, F1 0.8. Macro-F1 is the mean of the two.",
)
def test_macro_f1_by_hand(classification_scores):
    assert abs(classification_scores([0, 0, 1, 1], [0, 1, 1, 1], 2)["macro_f1"] - (2 / 3 + 0.8) / 2) < 1e-6


@test_case(
    points=0.75,
    failure_message="Three classes, of which two neither occur nor are predicted: their F1 is 0 (not NaN) and counts, so "
    "macro-F1 is 1/3.",
)
def test_empty_classes(classification_scores):
    assert abs(classification_scores([0, 0], [0, 0], 3)["macro_f1"] - 1 / 3) < 1e-6


@test_case(points=1, hidden=True, failure_message="The confusion matrix differs from scikit-learn's.")
def test_confusion(classification_scores):
    for seed, classes in ((0, 5), (1, 9)):
        labels, predictions = draw(seed, 120, classes)
        found = classification_scores(labels, predictions, classes)["confusion"]
        assert counts(found) == counts(oracle(labels, predictions, classes)["confusion"])


@test_case(
    points=1.25,
    hidden=True,
    failure_message="Macro-F1 differs from scikit-learn's: the plain mean of each class's own F1.",
)
def test_macro_f1(classification_scores):
    for seed, classes in ((2, 4), (3, 7)):
        labels, predictions = draw(seed, 90, classes)
        found = classification_scores(labels, predictions, classes)["macro_f1"]
        assert abs(found - oracle(labels, predictions, classes)["macro_f1"]) < 1e-5


@test_case(
    points=0.75,
    hidden=True,
    failure_message="With classes that do not occur, macro-F1 should shrink: each counts in the mean, with F1 0 (not NaN).",
)
def test_more_classes(classification_scores):
    assert does_its_work(classification_scores), IDLE
    labels, predictions = draw(4, 60, 3)
    few = classification_scores(labels, predictions, 3)["macro_f1"]
    more = classification_scores(labels, predictions, 5)["macro_f1"]
    assert abs(more - few * 3 / 5) < 1e-5


@test_case(
    points=0.75,
    hidden=True,
    failure_message="The confusion matrix should be a tensor of dtype int64, accuracy and macro-F1 plain floats; and the given "
    "lists should stay as they are.",
)
def test_types(classification_scores):
    assert does_its_work(classification_scores), IDLE
    labels, predictions = [0, 1, 2, 2], [0, 2, 2, 2]
    found = classification_scores(labels, predictions, 3)
    assert isinstance(found["confusion"], torch.Tensor) and found["confusion"].dtype == torch.int64
    assert isinstance(found["accuracy"], float) and isinstance(found["macro_f1"], float)
    assert (labels, predictions) == ([0, 1, 2, 2], [0, 2, 2, 2])
