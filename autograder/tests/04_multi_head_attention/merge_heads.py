"""joining heads. Expected values come from torch.cat."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "merge_heads"
points = 5
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

B, H, T, D_HEAD = 2, 3, 5, 4


def draw(seed, *shape):
    """Random numbers of a shape; (B, H, T, D_HEAD) unless told otherwise."""
    return torch.randn(shape or (B, H, T, D_HEAD), generator=torch.Generator().manual_seed(seed))


def oracle(x):
    """The heads' tables side by side."""
    return torch.cat(x.unbind(dim=1), dim=-1)


def probe_gradient(function, x):
    """Backward through the sum of the result; the smallest and the largest entry of the gradient of x."""
    x = x.clone().requires_grad_()
    result = function(x * 1)
    if result.requires_grad:
        result.sum().backward()
    return [0.0, 0.0] if x.grad is None else [x.grad.min().item(), x.grad.max().item()]


def does_its_work(merge_heads):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    x = torch.arange(1.0, 13.0).reshape(1, 3, 2, 2).transpose(1, 2)
    one, two = merge_heads(x.clone()), merge_heads(-x)
    return repr(one) != repr(two) and repr(one) != repr(x)


@test_case(points=0.75, failure_message="The result should have the shape (B, T, H·d_head).")
def test_shape(merge_heads):
    assert does_its_work(merge_heads), IDLE
    assert tuple(merge_heads(draw(0)).shape) == (B, T, H * D_HEAD)


@test_case(points=1, failure_message="Each token should get its own parts side by side, head 0 first.")
def test_worked_example(merge_heads):
    heads = torch.tensor([[[[0, 1], [10, 11], [20, 21]], [[2, 3], [12, 13], [22, 23]]]])
    assert merge_heads(heads)[0].tolist() == [[0, 1, 2, 3], [10, 11, 12, 13], [20, 21, 22, 23]]


@test_case(points=1.25, hidden=True, failure_message="Joining does not lay the heads' tables side by side.")
def test_agrees_with_cat(merge_heads):
    x = draw(1)
    assert torch.equal(merge_heads(x), oracle(x))


@test_case(
    points=0.5, hidden=True, failure_message="With one head there is nothing to join: the vectors stay as they are."
)
def test_one_head(merge_heads):
    x = draw(2, B, 1, T, D_HEAD)
    assert torch.equal(merge_heads(x), x[:, 0])


@test_case(
    points=0.75,
    hidden=True,
    failure_message="`view` fails on a tensor that is not contiguous, such as a transposed one; `reshape` does not.",
)
def test_not_contiguous(merge_heads):
    assert does_its_work(merge_heads), IDLE
    x = draw(3, B, T, H, D_HEAD).transpose(1, 2)
    assert torch.equal(merge_heads(x), merge_heads(x.contiguous()))


@test_case(points=0.5, hidden=True, failure_message="Your function changed its input, or the type of the numbers.")
def test_input_is_left_alone(merge_heads):
    assert does_its_work(merge_heads), IDLE
    x = draw(5, B, T, H, D_HEAD).double().transpose(1, 2)  # as it comes from split_heads: `view` is asked about above
    copy = x.clone()
    assert merge_heads(x).dtype == torch.float64
    assert torch.equal(x, copy)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="No gradient comes back through the joined heads: training could not change what was joined. Do you detach, or go by "
    "way of NumPy, .data or torch.tensor?",
)
def test_gradients(merge_heads):
    assert does_its_work(merge_heads), IDLE
    x = draw(6, B, T, H, D_HEAD).transpose(1, 2)  # as it comes from split_heads: `view` is asked about above
    assert max(probe_gradient(merge_heads, x)) > 0
