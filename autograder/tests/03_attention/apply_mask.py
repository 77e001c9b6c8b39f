"""masking the scores. Oracle: the property itself; what broadcasting asks for is compared with whole masks."""

import math

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "apply_mask"
points = 7
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

B, T_Q, T_K = 2, 4, 6


def draw(seed, size=2.0):
    """Scores (B, T_Q, T_K) and a ragged mask of that shape, with one row open and one closed."""
    g = torch.Generator().manual_seed(seed)
    scores, keep = size * torch.randn(B, T_Q, T_K, generator=g), torch.rand(B, T_Q, T_K, generator=g) > 0.4
    keep[0, 1], keep[1, 2] = False, True
    return scores, keep


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


def does_its_work(apply_mask):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    scores, keep = torch.tensor([[2.0, 1.0, 3.0]]), torch.tensor([[True, True, False]])
    one, two = apply_mask(scores.clone(), keep.clone()), apply_mask(-scores, ~keep)
    return repr(one) != repr(two) and repr(one) != repr(scores)


@test_case(
    points=0.75, failure_message="Where the mask is False the score becomes -inf, so that its weight will be exactly 0."
)
def test_closed_score(apply_mask):
    masked = apply_mask(torch.tensor([[2.0, 1.0, 3.0]]), torch.tensor([[True, True, False]]))
    assert masked[0, 2] == -math.inf


@test_case(points=1, failure_message="Where the mask is True the score stays as it is.")
def test_open_scores(apply_mask):
    assert does_its_work(apply_mask), IDLE
    masked = apply_mask(torch.tensor([[2.0, 1.0, 3.0]]), torch.tensor([[True, True, False]]))
    assert masked[0, :2].tolist() == [2.0, 1.0]


@test_case(points=0.75, failure_message="Without a mask (None), the scores come back as they are.")
def test_none(apply_mask):
    assert does_its_work(apply_mask), IDLE
    scores, _ = draw(0)
    assert torch.equal(apply_mask(scores.clone(), None), scores)


@test_case(
    points=1,
    hidden=True,
    failure_message="Every closed score should be -inf: not 0, not merely a very small number.",
)
def test_closed_scores(apply_mask):
    scores, keep = draw(2, 3000.0)
    assert (apply_mask(scores, keep)[~keep] == -math.inf).all()


@test_case(
    points=1,
    hidden=True,
    failure_message="A mask that broadcasts, (B, 1, T_k) or (T_q, T_k), should do what it does when written out in full.",
)
def test_masks_that_broadcast(apply_mask):
    assert does_its_work(apply_mask), IDLE
    scores, _ = draw(3)
    padding = torch.tensor([[True] * 4 + [False] * 2, [True] * 1 + [False] * 5])[:, None]
    for keep in (padding, torch.ones(T_Q, T_K).tril().bool(), padding[0, 0]):
        whole = apply_mask(scores.clone(), keep.expand(B, T_Q, T_K).clone())
        assert torch.allclose(apply_mask(scores.clone(), keep), whole, equal_nan=True)


@test_case(points=1, hidden=True, failure_message="Your function changed the scores or the mask; make a new tensor.")
def test_inputs_are_left_alone(apply_mask):
    assert does_its_work(apply_mask), IDLE
    scores, keep = draw(6)
    copies = scores.clone(), keep.clone()
    apply_mask(scores, keep)
    assert torch.equal(scores, copies[0]) and torch.equal(keep, copies[1])


@test_case(
    points=1,
    hidden=True,
    failure_message="The scores should keep their dtype and every digit: float64 stays float64.",
)
def test_precision(apply_mask):
    assert does_its_work(apply_mask), IDLE
    scores, keep = draw(8)
    scores = scores.double() / 3
    masked = apply_mask(scores.clone(), keep)
    assert masked.dtype == torch.float64
    stayed = masked.isfinite() & (masked != 0) & (masked.abs() < 100)
    assert torch.equal(masked[stayed], scores[stayed])


@test_case(
    points=0.25,
    hidden=True,
    failure_message="In half precision, bfloat16, the scores should keep their dtype, as in any other.",
)
def test_half_precision(apply_mask):
    assert does_its_work(apply_mask), IDLE
    scores, keep = draw(9)
    assert apply_mask(scores.to(torch.bfloat16), keep).dtype == torch.bfloat16


@test_case(
    points=0.25,
    hidden=True,
    failure_message="No gradient comes back through the open scores: training could not change queries and keys. Do you detach, or go "
    "by way of NumPy or .data?",
)
def test_gradients(apply_mask):
    assert does_its_work(apply_mask), IDLE
    scores, keep = draw(10)
    if (
        apply_mask(scores.clone(), keep)[keep].isfinite().all()
    ):  # whoever makes NaN of open scores has lost the points for that
        assert all(number > 0 for number in probe_gradients(apply_mask, scores, keep))
