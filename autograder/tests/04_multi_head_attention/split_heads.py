"""cutting vectors into heads. Expected values come from torch.chunk, which cuts consecutive parts."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "split_heads"
points = 5
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

B, T, H, D_HEAD = 2, 5, 3, 4


def draw(seed, batch=B, length=T, width=H * D_HEAD):
    """Random vectors (batch, length, width)."""
    return torch.randn(batch, length, width, generator=torch.Generator().manual_seed(seed))


def oracle(x, n_heads):
    """Consecutive parts, stacked along a new axis in front of the tokens."""
    return torch.stack(x.chunk(n_heads, dim=-1), dim=1)


def in_front(heads, n_heads):
    """The heads in front of the tokens; which of the two comes first is asked in a case of its own."""
    behind = heads.ndim == 4 and heads.shape[2] == n_heads and heads.shape[1] != n_heads
    return heads.transpose(1, 2) if behind else heads


def probe_gradient(function, x, n_heads):
    """Backward through the sum of the result; the smallest and the largest entry of the gradient of x."""
    x = x.clone().requires_grad_()
    result = function(x * 1, n_heads)
    if result.requires_grad:
        result.sum().backward()
    return [0.0, 0.0] if x.grad is None else [x.grad.min().item(), x.grad.max().item()]


def does_its_work(split_heads):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    x = torch.arange(1.0, 13.0).reshape(1, 3, 4)
    one, two = split_heads(x.clone(), 2), split_heads(-x, 2)
    return repr(one) != repr(two) and repr(one) != repr(x)


@test_case(points=0.5, failure_message="The result should have the shape (B, H, T, d_head): heads before tokens.")
def test_shape(split_heads):
    assert does_its_work(split_heads), IDLE
    assert tuple(split_heads(draw(0), H).shape) == (B, H, T, D_HEAD)


@test_case(
    points=1.25,
    failure_message="With feature c of token t written as 10t + c, head 1 of 3 should hold features 2 and 3 of every "
    "token.",
)
def test_worked_example(split_heads):
    x = torch.tensor([[[10 * token + feature for feature in range(6)] for token in range(4)]])
    assert in_front(split_heads(x, 3), 3)[0].tolist() == [
        [[0, 1], [10, 11], [20, 21], [30, 31]],
        [[2, 3], [12, 13], [22, 23], [32, 33]],
        [[4, 5], [14, 15], [24, 25], [34, 35]],
    ]


@test_case(
    points=1, hidden=True, failure_message="A head holds something else than its consecutive features of each token."
)
def test_agrees_with_chunk(split_heads):
    x = draw(1)
    assert torch.equal(in_front(split_heads(x, H), H), oracle(x, H))


@test_case(
    points=0.75,
    hidden=True,
    failure_message="Your function fails on a tensor that is not contiguous, such as a transposed one.",
)
def test_not_contiguous(split_heads):
    assert does_its_work(split_heads), IDLE
    x = draw(4, length=H * D_HEAD, width=T).transpose(1, 2)
    assert torch.equal(split_heads(x, H), split_heads(x.contiguous(), H))


@test_case(
    points=0.5, hidden=True, failure_message="If the heads cannot share the features evenly, raise a ValueError."
)
def test_uneven_heads_are_refused(split_heads):
    assert does_its_work(split_heads), IDLE
    try:
        split_heads(draw(5), 5)
    except ValueError:
        return
    raise AssertionError("no ValueError")


@test_case(points=0.75, hidden=True, failure_message="Your function changed its input, or the type of the numbers.")
def test_input_is_left_alone(split_heads):
    assert does_its_work(split_heads), IDLE
    x = draw(6).double()
    copy = x.clone()
    assert split_heads(x, 2).dtype == torch.float64
    assert torch.equal(x, copy) and x.shape == copy.shape


@test_case(
    points=0.25,
    hidden=True,
    failure_message="No gradient comes back through the heads: training could not change what was cut. Do you detach, or go by way of "
    "NumPy, .data or torch.tensor?",
)
def test_gradients(split_heads):
    assert does_its_work(split_heads), IDLE
    assert max(probe_gradient(split_heads, draw(7), H)) > 0
