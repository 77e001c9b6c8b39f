"""scaling by the square root of the width. Checked by the property that it is for: variance 1."""

import functools

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "scale_scores"
points = 5
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)
MAY_EARN = {
    "returns its first argument": "Who does not scale at all makes one slip, and the scores have their dtype and shape."
}


@functools.cache
def drawn(seed, d_k, n):
    g = torch.Generator().manual_seed(seed)
    return (torch.randn(n, d_k, generator=g) * torch.randn(n, d_k, generator=g)).sum(-1)


def dot_products(seed, d_k, n):
    """n dot products of random vectors of width d_k: the same numbers, in a tensor of its own, for every submission."""
    return drawn(seed, d_k, n).clone()


def probe_new_tensor(scale_scores, scores):
    """Write into scores that were scaled by 1; what became of those that were given."""
    scores = scores.clone()
    result = scale_scores(scores, 1)
    result += 1
    return scores


def probe_gradients(function, *inputs):
    """Backward through the sum of squares of the result; the largest entry of the gradient of each tensor that was given."""
    inputs = [
        x.clone().requires_grad_() if isinstance(x, torch.Tensor) and x.is_floating_point() else x for x in inputs
    ]
    # torch refuses to write into a leaf, which has a case of its own
    result = function(*(x * 1 if isinstance(x, torch.Tensor) and x.is_floating_point() else x for x in inputs))
    if result.requires_grad:
        result[result.isfinite()].square().sum().backward()
    leaves = [x for x in inputs if isinstance(x, torch.Tensor) and x.is_floating_point()]
    return [0.0 if x.grad is None else x.grad.abs().max().item() for x in leaves]


def does_its_work(scale_scores):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    scores = torch.tensor([[0.5, -1.0, 2.0]])
    return repr(scale_scores(scores.clone(), 9)) != repr(scale_scores(-scores, 9))


@test_case(points=0.75, failure_message="With d_k = 4, a score of 6 becomes 3.")
def test_four(scale_scores):
    assert torch.allclose(scale_scores(torch.tensor([[6.0, -2.0, 0.0]]), 4).float(), torch.tensor([[3.0, -1.0, 0.0]]))


@test_case(
    points=0.75, failure_message="Scores of random vectors of width 64 should have a variance near 1 when scaled."
)
def test_variance_of_64(scale_scores):
    assert 0.9 < float(scale_scores(dot_products(0, 64, 6400).reshape(100, 64), 64).var()) < 1.1


@test_case(
    points=0.75, hidden=True, failure_message="Whatever the width, the scaled scores should have a variance near 1."
)
def test_variance_of_any_width(scale_scores):
    for d_k in (3, 17, 300):
        assert 0.85 < float(scale_scores(dot_products(d_k, d_k, 5100).reshape(-1, d_k), d_k).var()) < 1.15


@test_case(
    points=0.5,
    hidden=True,
    failure_message="It is the width of a key that counts, not the shape of the table of scores.",
)
def test_shape_of_the_table_does_not_matter(scale_scores):
    assert does_its_work(scale_scores), IDLE
    scores = dot_products(1, 9, 70)
    flat = scale_scores(scores.clone(), 9)
    for shape in ((7, 10), (2, 5, 7)):
        assert torch.allclose(scale_scores(scores.clone().reshape(shape), 9), flat.reshape(shape), atol=1e-6)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="With d_k = 1 there is nothing to scale: the same numbers come back, in a new tensor.",
)
def test_width_one(scale_scores):
    assert does_its_work(scale_scores), IDLE
    scores = dot_products(2, 5, 6)
    assert torch.allclose(scale_scores(scores.clone(), 1).float(), scores)
    assert torch.equal(probe_new_tensor(scale_scores, scores), scores)


@test_case(points=0.75, hidden=True, failure_message="Your function changed its input; give back a new tensor.")
def test_input_is_left_alone(scale_scores):
    assert does_its_work(scale_scores), IDLE
    scores = dot_products(3, 5, 6)
    copy = scores.clone()
    scale_scores(scores, 5)
    assert torch.equal(scores, copy)


@test_case(
    points=0.75,
    hidden=True,
    failure_message="The scaled scores should have the dtype of the scores, float32 or float64.",
)
def test_dtype(scale_scores):
    assert does_its_work(scale_scores), IDLE
    for dtype in (torch.float32, torch.float64):
        assert scale_scores(dot_products(4, 5, 6).to(dtype), 7).dtype == dtype


@test_case(
    points=0.25,
    hidden=True,
    failure_message="In half precision (float16, bfloat16) the scaled scores should have the dtype of the scores, as in any other.",
)
def test_half_precision(scale_scores):
    assert does_its_work(scale_scores), IDLE
    for dtype in (torch.float16, torch.bfloat16):
        assert scale_scores(dot_products(5, 5, 6).to(dtype), 7).dtype == dtype


@test_case(
    points=0.25,
    hidden=True,
    failure_message="No gradient comes back through the scaled scores: training could not change queries and keys. Do you detach, or go "
    "by way of NumPy or .data?",
)
def test_gradients(scale_scores):
    assert does_its_work(scale_scores), IDLE
    assert all(number > 0 for number in probe_gradients(scale_scores, dot_products(6, 5, 6), 4))
