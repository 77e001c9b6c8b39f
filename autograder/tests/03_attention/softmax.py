"""a stable softmax. Oracle: torch.softmax, on one row; the rest is compared with what the student's own function gives."""

import math

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "softmax"
points = 10
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)


def draw(seed, *shape):
    """Scores of deviation 2, (2, 3, 5) unless told otherwise."""
    return 2 * torch.randn(shape or (2, 3, 5), generator=torch.Generator().manual_seed(seed))


def probe_slope(softmax, scores, direction):
    """How fast the first weight changes along a direction: by autograd, and by trying (central difference)."""
    scores = scores.clone().requires_grad_()
    softmax(scores * 1)[0].backward()
    step = 1e-5 * direction
    ahead, behind = softmax(scores.detach() + step)[0], softmax(scores.detach() - step)[0]
    return float((scores.grad * direction).sum()), float(ahead - behind) / 2e-5


def does_its_work(softmax):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    scores = torch.tensor([0.5, -1.0, 2.0])
    one, two = softmax(scores.clone()), softmax(scores.flip(0))
    return repr(one) != repr(two) and repr(one) != repr(scores)


@test_case(points=1, failure_message="The weights should sum to 1 along the last dimension when none is named.")
def test_rows_sum_to_one(softmax):
    weights = softmax(torch.tensor([[1.0, 2.0, 3.0], [0.0, 0.0, 4.0]]))
    assert torch.allclose(weights.sum(-1).float(), torch.ones(2))


@test_case(
    points=0.75, failure_message="The scores (0, ln 4) should give 20 % and 80 %: e to each score, over the sum."
)
def test_twenty_and_eighty(softmax):
    assert torch.allclose(softmax(torch.tensor([0.0, math.log(4.0)])).float(), torch.tensor([0.2, 0.8]), atol=1e-6)


@test_case(
    points=1.25,
    failure_message="The lecture's 93 and 93.4 overflow. Which number may you subtract without changing anything?",
)
def test_fluffy_and_blue(softmax):
    assert does_its_work(softmax), IDLE
    weights = softmax(torch.tensor([-21.0, 93.0, 93.4, -12.0]))
    assert weights.isfinite().all()


@test_case(
    points=0.5,
    hidden=True,
    failure_message="The weights of a row are not e to each score, divided by the sum of those.",
)
def test_values(softmax):
    scores = draw(1, 7)
    assert torch.allclose(softmax(scores.clone()).float(), torch.softmax(scores, -1), atol=1e-5)


@test_case(
    points=1,
    hidden=True,
    failure_message="Along `dim`, whichever it is, the weights should be those of the scores turned round so that dim is "
    "last. Is dim used for the maximum and for the sum, and is every dimension kept (keepdim), one of size 1 too?",
)
def test_dim(softmax):
    assert does_its_work(softmax), IDLE
    scores = draw(2) + torch.tensor([0.0, 300.0, -300.0])[:, None]
    for dim in (0, 1, -2, -3):
        turned = softmax(scores.transpose(dim, -1).clone(), -1).transpose(dim, -1)
        assert torch.allclose(softmax(scores.clone(), dim), turned, atol=1e-6, equal_nan=True)
    assert softmax(scores[:1, :1].clone()).shape == (1, 1, 5)


@test_case(
    points=1,
    hidden=True,
    failure_message="Rows of very different size disturb each other: subtract each row's own largest score.",
)
def test_rows_of_different_size(softmax):
    assert does_its_work(softmax), IDLE
    # The differences are the same in each row, and so are the sums: which row's sum divides which is another question.
    scores = torch.tensor([[5000.0, 4999.0, 4998.0], [-5001.0, -5000.0, -5002.0], [0.0, 1.0, 2.0]])
    alone, together = torch.stack([softmax(row.clone(), -1) for row in scores]), softmax(scores.clone(), -1)
    together = together / together.sum(-1, keepdim=True)  # what they sum to is another question
    assert torch.allclose(together, alone / alone.sum(-1, keepdim=True), atol=1e-5, equal_nan=True)


@test_case(
    points=1,
    hidden=True,
    failure_message="Only differences matter: scores of some thousands, of either sign, should give the weights that "
    "their differences give.",
)
def test_large_scores(softmax):
    assert does_its_work(softmax), IDLE
    for row in ([5000.0, 4999.0, -5000.0], [-5000.0, -5001.0, -5003.0], [-20000.0, -20001.0, -20002.0]):
        scores = torch.tensor(row)
        assert torch.allclose(softmax(scores.clone()), softmax(scores - scores.max()), atol=1e-3)


@test_case(points=0.25, hidden=True, failure_message="A score of -inf among finite ones should get exactly 0.")
def test_masked_scores(softmax):
    assert does_its_work(softmax), IDLE
    weights = softmax(torch.tensor([0.5, -math.inf, 2.0, -1.0]))
    assert weights[1] == 0


@test_case(points=1, hidden=True, failure_message="Your function changed its input; work on a new tensor.")
def test_input_is_left_alone(softmax):
    assert does_its_work(softmax), IDLE
    scores = draw(6, 5)
    copy = scores.clone()
    softmax(scores)
    assert torch.equal(scores, copy)


@test_case(
    points=1,
    hidden=True,
    failure_message="The weights should have the dtype of the scores, float32 or float64, and its precision.",
)
def test_precision(softmax):
    assert does_its_work(softmax), IDLE
    scores = draw(7, 6)
    assert softmax(scores.clone()).dtype == torch.float32
    weights = softmax(scores.double())
    assert weights.dtype == torch.float64
    assert abs(float(weights.sum() / softmax(scores.double() + 1).sum()) - 1) < 1e-12


@test_case(
    points=1,
    hidden=True,
    failure_message="No right gradient flows through your softmax: training could not change the scores.",
)
def test_gradients(softmax):
    assert does_its_work(softmax), IDLE
    scores, direction = draw(8, 5).double(), draw(9, 5).double()
    by_autograd, by_trying = probe_slope(softmax, scores, direction)
    assert abs(by_autograd - by_trying) < 1e-4


@test_case(
    points=0.25,
    hidden=True,
    failure_message="In half precision (float16, bfloat16) the weights should have the dtype of the scores, as in any other.",
)
def test_half_precision(softmax):
    assert does_its_work(softmax), IDLE
    for dtype in (torch.float16, torch.bfloat16):
        assert softmax(draw(10, 6).to(dtype)).dtype == dtype
