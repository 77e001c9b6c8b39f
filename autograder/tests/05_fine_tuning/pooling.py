"""[CLS] and the mean. Properties of padding, and the mean of the cut-off rows as the oracle."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "pooling"
points = 6
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

LENGTHS = [4, 6, 1]


def draw(seed, batch=3, length=6, width=5):
    g = torch.Generator().manual_seed(seed)
    keep = torch.arange(length) < torch.tensor(LENGTHS)[:batch, None]
    return torch.randn(batch, length, width, generator=g) * 2 + 1, keep


def probe_gradient(pool, hidden, keep):
    """Backward through the sum of the pooled vectors; the largest entry of the gradient of hidden."""
    hidden = hidden.clone().requires_grad_()
    pooled = pool(hidden * 1, keep)
    if pooled.requires_grad:
        pooled.sum().backward()
    return 0.0 if hidden.grad is None else hidden.grad.abs().max().item()


def does_its_work(pool):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    hidden, keep = draw(20)
    one, two = pool(hidden.clone(), keep.clone()), pool(-hidden, keep.clone())
    return repr(one) != repr(two) and repr(one) != repr(hidden)


@test_case(points=1, failure_message="cls_pool should give each text's first token: (B, T, d) -> (B, d).")
def test_first_token(cls_pool):
    hidden, keep = draw(0)
    found = cls_pool(hidden, keep)
    assert tuple(found.shape) == (3, 5)
    assert torch.equal(found[1], hidden[1, 0])


@test_case(points=0.5, failure_message="Without padding, mean_pool is the mean over the tokens: (B, T, d) -> (B, d).")
def test_mean_without_padding(mean_pool):
    hidden, _ = draw(1)
    found = mean_pool(hidden, torch.ones(3, 6, dtype=torch.bool))
    assert tuple(found.shape) == (3, 5)
    assert torch.allclose(found, hidden.mean(1), atol=1e-5)


@test_case(points=1, failure_message="Padding takes part in the mean: in the sum, or in the number it is divided by.")
def test_mean_of_real_tokens(mean_pool):
    hidden, keep = draw(3)
    found = mean_pool(hidden, keep)
    for row, length in enumerate(LENGTHS):
        assert torch.allclose(found[row], hidden[row, :length].mean(0), atol=1e-5)


@test_case(points=1, hidden=True, failure_message="cls_pool takes the wrong token, or depends on others.")
def test_only_the_first(cls_pool):
    hidden, keep = draw(2)
    first = hidden[:, 0].clone()
    hidden[:, 1:] = 99.0
    assert torch.allclose(cls_pool(hidden, keep), first)


@test_case(
    points=0.5, hidden=True, failure_message="A text should have the same mean alone and in a batch with longer ones."
)
def test_alone(mean_pool):
    assert does_its_work(mean_pool), IDLE
    hidden, keep = draw(4)
    found = mean_pool(hidden, keep)
    assert torch.allclose(found[0], mean_pool(hidden[:1, :4], keep[:1, :4])[0], atol=1e-5)


@test_case(
    points=0.75,
    hidden=True,
    failure_message="What stands at padding must not matter, even infinity or NaN: 0 times infinity is not 0.",
)
def test_anything_at_padding(mean_pool):
    assert does_its_work(mean_pool), IDLE
    for rubbish in (1e30, float("inf"), float("nan")):
        hidden, keep = draw(5)
        expected = mean_pool(hidden.clone(), keep)
        hidden[~keep] = rubbish
        assert torch.allclose(mean_pool(hidden, keep), expected, atol=1e-5)


@test_case(points=0.625, hidden=True, failure_message="A row without a real token should give zeros, not NaN.")
def test_empty_row(mean_pool):
    assert does_its_work(mean_pool), IDLE
    hidden, keep = draw(6)
    hidden[2], keep[2] = 0.0, False
    assert torch.equal(mean_pool(hidden, keep)[2], torch.zeros(5))


@test_case(
    points=0.25,
    hidden=True,
    failure_message="No gradient comes back through the pool: the encoder below it could not learn. Do you detach, or go by way of "
    "NumPy or .data?",
)
def test_gradients_flow(cls_pool, mean_pool):
    assert does_its_work(cls_pool) and does_its_work(mean_pool), IDLE
    hidden, keep = draw(8)
    for pool in (cls_pool, mean_pool):
        assert probe_gradient(pool, hidden, keep) > 0


@test_case(points=0.375, hidden=True, failure_message="Hidden states and mask were changed in place; make new tensors.")
def test_inputs_are_left_alone(cls_pool, mean_pool):
    assert does_its_work(cls_pool), IDLE
    hidden, keep = draw(7)
    copies = hidden.clone(), keep.clone()
    mean_pool(hidden, keep)
    cls_pool(hidden, keep)
    assert torch.equal(hidden, copies[0]) and torch.equal(keep, copies[1])
