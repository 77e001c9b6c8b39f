"""training a head. The oracle is the same loop with torch's own Adam on a small linear head; all runs are on one seed."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "train_head"
points = 5
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)


def probe_training(train_head, x, target, keep, state, steps, lr, oracle=False):
    """Train a linear head with these weights, by the student's loop or by the oracle's.

    Returns a dict: what came back, the weights afterwards, the masks that the head saw, and whether x and target stayed.
    """

    class Head(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.w_v = torch.nn.Linear(x.shape[-1], target.shape[-1], bias=False)
            self.seen = []

        def forward(self, x, keep=None):
            self.seen.append(keep)
            return self.w_v(x).tanh(), torch.ones(x.shape[-2], x.shape[-2])

    head = Head()
    head.load_state_dict({"w_v.weight": state})
    before = x.clone(), target.clone()
    if oracle:
        optimizer, losses = torch.optim.Adam(head.parameters(), lr=lr), []
        for _ in range(steps):
            loss = (head(x, keep)[0] - target).square().mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(float(loss))
    else:
        losses = train_head(head, x, target, keep, steps, lr)
    return {
        "losses": losses,
        "floats": [isinstance(loss, float) for loss in losses] if isinstance(losses, list) else None,
        "weights": head.w_v.weight.detach().clone(),
        "masks": [mask is keep for mask in head.seen],
        "same": torch.equal(x, before[0]) and torch.equal(target, before[1]),
    }


def draw(seed):
    """x (2, 4, 5), target (2, 4, 3) within reach of tanh, the head's weights (3, 5)."""
    g = torch.Generator().manual_seed(seed)
    x, state = torch.randn(2, 4, 5, generator=g), torch.randn(3, 5, generator=g)
    return x, (x @ torch.randn(5, 3, generator=g)).tanh(), state


def run(train_head, seed, steps=20, lr=0.05, keep=None, oracle=False):
    x, target, state = draw(seed)
    return probe_training(train_head, x, target, keep, state, steps, lr, oracle)


def numbers(losses):
    return [float(loss) for loss in losses] if isinstance(losses, list | tuple) else []


def does_its_work(train_head):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    return len(run(train_head, 9, steps=2)["masks"]) > 0


@test_case(points=1, failure_message="The result should be the losses, a list of as many floats as there are steps.")
def test_losses_are_a_list(train_head):
    assert does_its_work(train_head), IDLE
    got = run(train_head, 0, steps=7)
    assert got["floats"] == [True] * 7


@test_case(
    points=1.5,
    failure_message="After training, the head's weights are not where Adam with this learning rate goes. Are old gradients "
    "cleared before each `backward`, and does the optimizer step once a step?",
)
def test_weights(train_head):
    assert does_its_work(train_head), IDLE
    got, wanted = run(train_head, 1), run(train_head, 1, oracle=True)
    assert torch.allclose(got["weights"], wanted["weights"], atol=1e-4)


@test_case(
    points=0.75,
    hidden=True,
    failure_message="The first loss should be the mean squared error before the first step: mean, not sum.",
)
def test_first_loss(train_head):
    assert does_its_work(train_head), IDLE
    x, target, state = draw(2)
    losses = numbers(run(train_head, 2)["losses"])
    assert not losses or abs(losses[0] - float(((x @ state.T).tanh() - target).square().mean())) < 1e-4


@test_case(points=0.75, hidden=True, failure_message="The mask should be handed to the head, in every step.")
def test_mask(train_head):
    assert does_its_work(train_head), IDLE
    got = run(train_head, 3, keep=torch.ones(4, 4, dtype=torch.bool).tril())
    assert got["masks"] and all(got["masks"])


@test_case(points=0.5, hidden=True, failure_message="The learning rate and the number of steps should be those given.")
def test_rate_and_steps(train_head):
    assert does_its_work(train_head), IDLE
    fast, slow = (run(train_head, 4, steps=1, lr=lr)["weights"] - draw(4)[2] for lr in (0.2, 0.01))
    assert torch.allclose(fast, 20 * slow, rtol=1e-2, atol=1e-4)


@test_case(points=0.5, hidden=True, failure_message="x and target should stay as they were.")
def test_data_are_left_alone(train_head):
    assert does_its_work(train_head), IDLE
    assert run(train_head, 5)["same"]
