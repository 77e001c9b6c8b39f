"""One epoch. The oracle is torch: the same steps made here must end at the same weights."""

import torch
from otter.test_files import test_case
from torch.nn import functional as F

OK_FORMAT = False
name = "train_epoch"
points = 8
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

WORDS, D, CLASSES = 9, 4, 3


def probe_train(
    train_epoch, epochs, state, rate, dropout=0.0, start_in_training=False, stale=False, fresh=False, once=False
):
    """Train a small model with the student's function and a spying optimizer. Returns a dict of what was seen.

    `epochs`: the batches of each epoch. `stale`: leave a large old gradient on every parameter before the start.
    `fresh`: clear all gradients between the epochs. `once`: hand the batches over as an iterator.
    """
    nn = torch.nn
    calls, modes, grads_on, sizes = [], [], [], []

    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.table = nn.Embedding(*state["table.weight"].shape)
            self.drop = nn.Dropout(dropout)
            self.head = nn.Linear(state["head.weight"].shape[1], len(state["head.bias"]))

        def forward(self, ids, keep):
            modes.append(self.training)
            grads_on.append(torch.is_grad_enabled())
            sizes.append(len(ids))
            summed = (self.table(ids) * keep[..., None]).sum(1)
            return self.head(self.drop(summed))

    class Spy(torch.optim.SGD):
        def step(self, *args, **kwargs):
            calls.append("step")
            return super().step(*args, **kwargs)

    model = Model()
    model.load_state_dict(state)
    model.train(start_in_training)
    if stale:
        for parameter in model.parameters():
            parameter.grad = torch.full_like(parameter, 50.0)
    optimizer = Spy(model.parameters(), lr=rate)
    results = []
    for batches in epochs:
        results.append(train_epoch(model, iter(batches) if once else list(batches), optimizer))
        if fresh:
            model.zero_grad()
    return {
        "results": [float(result) for result in results],
        "floats": [isinstance(result, float) for result in results],
        "steps": len(calls),
        "modes": modes,
        "grads_on": grads_on,
        "sizes": sizes,
        "state": {name: value.detach().clone() for name, value in model.state_dict().items()},
    }


def draw(seed, sizes):
    """Batches of these sizes with padding in them, and wide weights."""
    g = torch.Generator().manual_seed(seed)
    batches = []
    for size in sizes:
        keep = torch.arange(5) < torch.randint(1, 6, (size, 1), generator=g)
        ids = torch.randint(WORDS, (size, 5), generator=g)
        batches.append((ids, keep, torch.randint(CLASSES, (size,), generator=g)))
    state = {
        "table.weight": torch.randn(WORDS, D, generator=g) * 0.8,
        "head.weight": torch.randn(CLASSES, D, generator=g) * 0.8,
        "head.bias": torch.randn(CLASSES, generator=g) * 0.8,
    }
    return batches, state


def expected(batches, state, rate):
    """Weights after one epoch of plain gradient descent, and each batch's loss before its step."""
    weights = {name: value.clone().requires_grad_() for name, value in state.items()}
    losses = []
    for ids, keep, labels in batches:
        summed = (weights["table.weight"][ids] * keep[..., None]).sum(1)
        loss = F.cross_entropy(summed @ weights["head.weight"].T + weights["head.bias"], labels)
        gradients = torch.autograd.grad(loss, list(weights.values()))
        with torch.no_grad():
            for value, gradient in zip(weights.values(), gradients, strict=True):
                value -= rate * gradient
        losses.append(float(loss.detach()))
    return {name: value.detach() for name, value in weights.items()}, losses


def close(found, wanted):
    return all(torch.allclose(found[name], wanted[name], atol=1e-4) for name in wanted)


def does_its_work(train_epoch):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    batches, state = draw(20, (3,))
    return len(probe_train(train_epoch, [batches], state, 0.1)["sizes"]) > 0


@test_case(points=0.5, failure_message="The optimizer should take one step for each batch.")
def test_one_step_for_each_batch(train_epoch):
    assert does_its_work(train_epoch), IDLE
    batches, state = draw(0, (4, 4, 4))
    assert probe_train(train_epoch, [batches], state, 0.1)["steps"] == 3


@test_case(
    points=0.75,
    failure_message="Shown the same batch again and again, the model should learn: the weights move and the loss falls.",
)
def test_learns(train_epoch):
    batches, state = draw(1, (4,))
    got = probe_train(train_epoch, [batches] * 60, state, 0.3)
    assert not close(got["state"], state)
    assert got["results"][-1] < 0.8 * got["results"][0]


@test_case(points=0.75, failure_message="Training belongs into training mode, and the result is a plain float.")
def test_mode_and_type(train_epoch):
    assert does_its_work(train_epoch), IDLE
    batches, state = draw(2, (4, 4))
    got = probe_train(train_epoch, [batches], state, 0.1)
    assert all(got["modes"])
    assert got["floats"] == [True]


@test_case(
    points=1,
    failure_message="An epoch of two batches should end where two epochs of one batch each end. Do gradients of the first "
    "batch get into the second one's step?",
)
def test_no_old_gradients(train_epoch):
    assert does_its_work(train_epoch), IDLE
    batches, state = draw(9, (4, 4))
    together = probe_train(train_epoch, [batches], state, 0.2)["state"]
    apart = probe_train(train_epoch, [batches[:1], batches[1:]], state, 0.2, fresh=True)["state"]
    assert close(together, apart)


@test_case(
    points=1,
    failure_message="The result should be the mean over the examples: a small last batch counts by its size.",
)
def test_mean_over_examples(train_epoch):
    assert does_its_work(train_epoch), IDLE
    sizes = (6, 6, 1)
    batches, state = draw(6, sizes)
    each = probe_train(train_epoch, [[batch] for batch in batches], state, 0.0)["results"]
    together = probe_train(train_epoch, [batches], state, 0.0)["results"][0]
    assert abs(together - sum(size * loss for size, loss in zip(sizes, each, strict=True)) / sum(sizes)) < 1e-4


@test_case(
    points=1.25,
    hidden=True,
    failure_message="After four batches the weights are not where gradient descent on the mean cross-entropy of each batch "
    "ends.",
)
def test_agrees_with_torch(train_epoch):
    batches, state = draw(3, (4, 4, 4, 4))
    got = probe_train(train_epoch, [batches], state, 0.2)
    assert close(got["state"], expected(batches, state, 0.2)[0])


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Gradients left over from before the epoch get into its first step; clear them first.",
)
def test_stale_gradients(train_epoch):
    assert does_its_work(train_epoch), IDLE
    batches, state = draw(4, (5,))
    clean = probe_train(train_epoch, [batches], state, 0.2)["state"]
    assert close(probe_train(train_epoch, [batches], state, 0.2, stale=True)["state"], clean)


@test_case(
    points=0.75,
    hidden=True,
    failure_message="The loss of a batch should be the cross-entropy of the scores as they are (it does the softmax itself), "
    "as a mean over the batch, and as it was before the step.",
)
def test_the_loss(train_epoch):
    batches, state = draw(5, (6,))
    state["head.bias"] = torch.tensor([4.0, -3.0, 0.5])
    got = probe_train(train_epoch, [batches], state, 0.3)
    assert abs(got["results"][0] - expected(batches, state, 0.3)[1][0]) < 1e-4


@test_case(
    points=0.75,
    hidden=True,
    failure_message="Each batch should be seen once, in the order given, also where batches is an iterator.",
)
def test_each_batch_once(train_epoch):
    assert does_its_work(train_epoch), IDLE
    batches, state = draw(7, (2, 5, 3))
    assert probe_train(train_epoch, [batches], state, 0.2, once=True)["sizes"] == [2, 5, 3]


@test_case(
    points=1,
    hidden=True,
    failure_message="Dropout should be at work while the model trains, and with learning rate 0 nothing should move.",
)
def test_dropout_is_on(train_epoch):
    batches, state = draw(8, (4, 3))
    got = probe_train(train_epoch, [batches] * 2, state, 0.0, dropout=0.6)
    assert close(got["state"], state) and all(got["grads_on"])
    assert abs(got["results"][0] - got["results"][1]) > 1e-6
