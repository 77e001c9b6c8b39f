"""The topic head: the student's own training on a small budget, and what was handed in.

The topics of the held-out texts are here and nowhere else. Thresholds are the reference's mean minus three deviations
over ten seeds, read from calibration.json.
"""

import json
from pathlib import Path

import numpy as np
import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "train_topic_head"
points = 8
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

TOPICS = ["chemistry", "computing", "food", "law", "mathematics", "medicine", "military", "music", "religion", "sport"]
# each held-out text's topic, a digit: its place in TOPICS
HELD_OUT = (
    "1535254760584504694644700230606088365688915392682311536754292215294140860510677697833741946514355442"
    "9736229810174569963185699259338096154451534760690576926954370824875136270003680733538188141890771026"
    "4478745092697927216120331232197840838561292741184025960988235750237710128090972123544798738887341936"
)


def toy(seed, classes=3, size=60, width=8):
    """Clouds of points around one corner for each class."""
    g = torch.Generator().manual_seed(seed)
    labels = torch.arange(size) % classes
    return torch.eye(width)[labels] * 4 + torch.randn(size, width, generator=g) * 0.5, labels


def real():
    """Labelled vectors, their labels, and the held-out vectors, from the given files."""
    vectors = torch.from_numpy(np.load("cls_vectors.npy").astype(np.float32))
    rows = Path("topics.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return vectors[:1000], torch.tensor([TOPICS.index(row.split("\t")[1]) for row in rows]), vectors[1000:]


def predicted(vectors, weight, bias):
    return (vectors @ torch.as_tensor(weight).float().T + torch.as_tensor(bias).float()).argmax(-1)


def threshold(score):
    """Mean minus three deviations of the reference over ten seeds."""
    measured = json.loads(Path("calibration.json").read_text(encoding="utf-8"))
    return measured["methods"]["head_on_all"][score]["threshold"]


def score(predictions):
    """Accuracy and macro-F1 on the held-out texts, by scikit-learn."""
    from sklearn.metrics import accuracy_score, f1_score

    right = [int(digit) for digit in HELD_OUT]
    return accuracy_score(right, predictions), f1_score(right, predictions, average="macro")


def believed(handed_in):
    """The handed-in predictions as numbers, if they follow from the handed-in weights on all but 1 % of the texts."""
    numbers = [TOPICS.index(topic) for topic in handed_in["predictions"]]
    again = predicted(real()[2], handed_in["weight"], handed_in["bias"]).tolist()
    assert len(numbers) == len(again) == len(HELD_OUT)
    assert sum(one == two for one, two in zip(numbers, again, strict=True)) >= 297
    return numbers


def every_digit(result):
    """A result as text with all digits: a tensor's own repr shows four, and one small step of training changes the fifth."""
    parts = result if isinstance(result, (tuple, list)) else [result]
    return repr([part.tolist() if isinstance(part, torch.Tensor) else part for part in parts])


def does_its_work(train_topic_head):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    vectors, labels = toy(20)
    one, two = train_topic_head(vectors.clone(), labels, 3), train_topic_head(-vectors, labels, 3)
    return every_digit(one) != every_digit(two) and every_digit(one) != every_digit(vectors)


@test_case(
    points=0.5,
    failure_message="For vectors (N, d), return weight (n_classes, d) and bias (n_classes,), tensors that "
    "ask for no gradient.",
)
def test_shapes(train_topic_head):
    assert does_its_work(train_topic_head), IDLE
    vectors, labels = toy(4)
    weight, bias = train_topic_head(vectors, labels, 4, seed=0)
    assert tuple(weight.shape) == (4, 8) and tuple(bias.shape) == (4,)
    assert not weight.requires_grad and not bias.requires_grad


@test_case(points=1, failure_message="Three clouds of points that lie far apart should all be told apart.")
def test_learns_toy_clouds(train_topic_head):
    vectors, labels = toy(1)
    weight, bias = train_topic_head(vectors, labels, 3, seed=0)
    assert (predicted(vectors, weight, bias) == labels).float().mean() > 0.98


@test_case(
    points=0.75,
    failure_message="handed_in should hold a prediction for each of the 300 texts, each one of the ten topics.",
)
def test_handed_in(handed_in):
    assert len(handed_in["predictions"]) == 300 and set(handed_in["predictions"]) <= set(TOPICS)
    assert tuple(handed_in["weight"].shape) == (10, 384) and tuple(handed_in["bias"].shape) == (10,)


@test_case(points=0.75, failure_message="The same seed should give the same weights.")
def test_seed(train_topic_head):
    assert does_its_work(train_topic_head), IDLE
    vectors, labels = toy(2)
    first = train_topic_head(vectors.clone(), labels.clone(), 3, seed=5)
    again = train_topic_head(vectors.clone(), labels.clone(), 3, seed=5)
    assert torch.allclose(first[0], again[0], atol=1e-6) and torch.allclose(first[1], again[1], atol=1e-6)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="The same seed should give the same weights, whatever other random numbers were drawn in between.",
)
def test_seed_after_other_draws(train_topic_head):
    assert does_its_work(train_topic_head), IDLE
    vectors, labels = toy(4)
    first = train_topic_head(vectors.clone(), labels.clone(), 3, seed=1)
    train_topic_head(vectors.clone(), labels.clone(), 3, seed=2)
    again = train_topic_head(vectors.clone(), labels.clone(), 3, seed=1)
    assert torch.allclose(first[0], again[0], atol=1e-6) and torch.allclose(first[1], again[1], atol=1e-6)


@test_case(points=1, hidden=True, failure_message="The given vectors or labels were changed in place.")
def test_inputs_are_left_alone(train_topic_head):
    assert does_its_work(train_topic_head), IDLE
    vectors, labels = toy(3)
    copies = vectors.clone(), labels.clone()
    train_topic_head(vectors, labels, 3, seed=0)
    assert torch.equal(vectors, copies[0]) and torch.equal(labels, copies[1])


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Trained on the labelled texts, your head is not better than TF-IDF on the held-out ones.",
)
def test_own_training_beats_the_baseline(train_topic_head):
    vectors, labels, held_out = real()
    weight, bias = train_topic_head(vectors, labels, 10, seed=0)
    measured = json.loads(Path("calibration.json").read_text(encoding="utf-8"))["methods"]["tfidf"]["accuracy"]
    assert score(predicted(held_out, weight, bias))[0] > measured["mean"] + 3 * measured["deviation"]


@test_case(
    points=1,
    hidden=True,
    failure_message="Trained on the labelled texts, your head stays below what the reference reaches. Does it learn the "
    "texts by heart, stop too early, or fit other vectors than those that were given?",
)
def test_own_training(train_topic_head):
    vectors, labels, held_out = real()
    weight, bias = train_topic_head(vectors, labels, 10, seed=0)
    accuracy, macro_f1 = score(predicted(held_out, weight, bias))
    assert accuracy >= threshold("accuracy") and macro_f1 >= threshold("macro_f1")


@test_case(
    points=0.5,
    hidden=True,
    failure_message="FLAGGED: the predictions handed in do not follow from the weights handed in. Run the cell again and "
    "hand in both files.",
)
def test_predictions_follow_from_the_weights(handed_in):
    believed(handed_in)


@test_case(
    points=0.75,
    hidden=True,
    failure_message="FLAGGED: your function, run where it is graded, gives other predictions than those handed in. Run the "
    "cell again with the function that you hand in.",
)
def test_function_gives_such_predictions(handed_in, train_topic_head):
    vectors, labels, held_out = real()
    weight, bias = train_topic_head(vectors, labels, 10, seed=0)
    again = predicted(held_out, weight, bias).tolist()
    assert sum(one == two for one, two in zip(believed(handed_in), again, strict=True)) >= 285


@test_case(
    points=1,
    hidden=True,
    failure_message="The predictions handed in are flagged, or not good enough on the held-out texts.",
)
def test_predictions_are_good(handed_in):
    accuracy, macro_f1 = score(believed(handed_in))
    assert accuracy >= threshold("accuracy") and macro_f1 >= threshold("macro_f1")
