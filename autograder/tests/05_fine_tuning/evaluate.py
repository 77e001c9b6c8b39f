"""Evaluation. The oracle is torch's cross-entropy over all examples at once."""

import torch
from otter.test_files import test_case
from torch.nn import functional as F

OK_FORMAT = False
name = "evaluate"
points = 7
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

WORDS, CLASSES = 9, 4


def probe_evaluate(evaluate, epochs, state, start_in_training=True, dropout=0.0):
    """Evaluate a small model on the batches of each of `epochs`. Returns the results and what was seen on the way."""
    nn = torch.nn
    modes, gradients = [], []

    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.table = nn.Embedding(*state["table.weight"].shape)
            self.drop = nn.Dropout(dropout)

        def forward(self, ids, keep):
            modes.append(self.training)
            gradients.append(torch.is_grad_enabled())
            return self.drop((self.table(ids) * keep[..., None]).sum(1))

    model = Model()
    model.load_state_dict(state)
    model.train(start_in_training)
    results = [evaluate(model, list(batches)) for batches in epochs]
    return {
        "results": [dict(result) for result in results],
        "modes": modes,
        "gradients": gradients,
        "training_after": model.training,
        "state": {name: value.detach().clone() for name, value in model.state_dict().items()},
    }


def draw(seed, sizes):
    """Batches of these sizes, and a table of scores for each word."""
    g = torch.Generator().manual_seed(seed)
    batches = []
    for size in sizes:
        keep = torch.arange(5) < torch.randint(1, 6, (size, 1), generator=g)
        batches.append(
            (torch.randint(WORDS, (size, 5), generator=g), keep, torch.randint(CLASSES, (size,), generator=g))
        )
    return batches, {"table.weight": torch.randn(WORDS, CLASSES, generator=g) * 1.5}


def scores_of(batches, state):
    """All scores, one example after the other, and all labels."""
    rows = [(state["table.weight"][ids] * keep[..., None]).sum(1) for ids, keep, _ in batches]
    return torch.cat(rows), torch.cat([labels for *_, labels in batches])


def does_its_work(evaluate):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    batches, state = draw(20, (3,))
    return len(probe_evaluate(evaluate, [batches], state)["modes"]) > 0


@test_case(points=0.5, failure_message="The result should be a dict of loss, predictions and labels.")
def test_result(evaluate):
    batches, state = draw(0, (3, 3))
    result = probe_evaluate(evaluate, [batches], state)["results"][0]
    assert set(result) == {"loss", "predictions", "labels"}
    assert list(result["labels"]) == torch.cat([labels for *_, labels in batches]).tolist()


@test_case(points=0.75, failure_message="The prediction is the class with the highest score of each text.")
def test_predictions(evaluate):
    batches, state = draw(1, (4, 4))
    result = probe_evaluate(evaluate, [batches], state, start_in_training=False)["results"][0]
    assert list(result["predictions"]) == scores_of(batches, state)[0].argmax(-1).tolist()


@test_case(points=1, failure_message="Two evaluations of the same model on the same texts should agree (dropout off).")
def test_twice_the_same(evaluate):
    assert does_its_work(evaluate), IDLE
    batches, state = draw(2, (5, 5))
    one, two = probe_evaluate(evaluate, [batches] * 2, state, dropout=0.5)["results"]
    assert one["loss"] == two["loss"]


@test_case(points=1, failure_message="The model should be left in the mode in which it was found, either one.")
def test_mode_comes_back(evaluate):
    assert does_its_work(evaluate), IDLE
    batches, state = draw(6, (3, 2))
    for mode in (True, False):
        assert probe_evaluate(evaluate, [batches], state, start_in_training=mode)["training_after"] is mode


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Predictions and labels should be lists of plain ints, and the loss a float, not tensors.",
)
def test_plain_numbers(evaluate):
    assert does_its_work(evaluate), IDLE
    batches, state = draw(11, (3, 2))
    result = probe_evaluate(evaluate, [batches], state)["results"][0]
    assert isinstance(result["loss"], float)
    for name in ("predictions", "labels"):
        assert type(result[name]) is list and all(type(number) is int for number in result[name])


@test_case(
    points=0.25,
    hidden=True,
    failure_message="In small and large batches the prediction should be the class with the highest score of each text, in "
    "the order of the batches.",
)
def test_predictions_of_all_sizes(evaluate):
    batches, state = draw(8, (7, 2, 5))
    result = probe_evaluate(evaluate, [batches], state)["results"][0]
    assert list(result["predictions"]) == scores_of(batches, state)[0].argmax(-1).tolist()


@test_case(
    points=0.25, hidden=True, failure_message="The loss of a batch should be the mean cross-entropy of its scores."
)
def test_the_loss(evaluate):
    batches, state = draw(9, (6,))
    result = probe_evaluate(evaluate, [batches], state)["results"][0]
    assert abs(result["loss"] - F.cross_entropy(*scores_of(batches, state)).item()) < 1e-4


@test_case(
    points=1,
    hidden=True,
    failure_message="The loss should be the mean cross-entropy over all examples; a small last batch counts by its size.",
)
def test_mean_over_examples(evaluate):
    assert does_its_work(evaluate), IDLE
    sizes = (7, 7, 1)
    batches, state = draw(3, sizes)
    each = probe_evaluate(evaluate, [[batch] for batch in batches], state)["results"]
    together = probe_evaluate(evaluate, [batches], state)["results"][0]["loss"]
    expected = sum(size * one["loss"] for size, one in zip(sizes, each, strict=True)) / sum(sizes)
    assert abs(together - expected) < 1e-4


@test_case(points=0.25, hidden=True, failure_message="The model should be in evaluation mode while it is evaluated.")
def test_evaluation_mode(evaluate):
    assert does_its_work(evaluate), IDLE
    batches, state = draw(4, (3, 2))
    assert not any(probe_evaluate(evaluate, [batches], state)["modes"])


@test_case(points=0.75, hidden=True, failure_message="Evaluation needs no gradients; switch them off (torch.no_grad).")
def test_no_gradients(evaluate):
    assert does_its_work(evaluate), IDLE
    batches, state = draw(5, (3, 2))
    assert not any(probe_evaluate(evaluate, [batches], state)["gradients"])


@test_case(
    points=0.25,
    hidden=True,
    failure_message="After several evaluations too the model should be in the mode in which it was found, either one.",
)
def test_mode_comes_back_each_time(evaluate):
    assert does_its_work(evaluate), IDLE
    batches, state = draw(10, (2, 2))
    for mode in (False, True):
        assert probe_evaluate(evaluate, [batches] * 3, state, start_in_training=mode)["training_after"] is mode


@test_case(
    points=0.75,
    hidden=True,
    failure_message="Looking should not touch: the weights stay, and a text's prediction does not depend on other batches.",
)
def test_nothing_is_touched(evaluate):
    assert does_its_work(evaluate), IDLE
    batches, state = draw(7, (4, 1))
    got = probe_evaluate(evaluate, [batches], state)
    assert torch.equal(got["state"]["table.weight"], state["table.weight"])
    poisoned = [batches[0], (torch.zeros_like(batches[1][0]), batches[1][1], (batches[1][2] + 1) % CLASSES)]
    other = probe_evaluate(evaluate, [poisoned], state)["results"][0]
    assert list(other["predictions"])[:4] == list(got["results"][0]["predictions"])[:4]
