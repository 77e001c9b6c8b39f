"""a stable softmax. Oracle: torch.softmax."""

import math

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "softmax"
points = 10

SHAPE = (2, 3, 5)


def draw(seed, size=2.0):
    return size * torch.randn(*SHAPE, generator=torch.Generator().manual_seed(seed))


@test_case(points=1, failure_message="The weights should sum to 1 along the last dimension when none is named.")
def test_rows_sum_to_one(softmax):
    weights = softmax(torch.tensor([[1.0, 2.0, 3.0], [0.0, 0.0, 4.0]]))
    assert weights.shape == (2, 3)
    assert torch.allclose(weights.sum(-1), torch.ones(2))


@test_case(points=1, failure_message="The scores (0, ln 4) should give 20 % and 80 %: e to each score, over the sum.")
def test_twenty_and_eighty(softmax):
    assert torch.allclose(softmax(torch.tensor([0.0, math.log(4.0)])), torch.tensor([0.2, 0.8]), atol=1e-6)


@test_case(
    points=2,
    failure_message="The lecture's 93 and 93.4 overflow. Which number may you subtract without changing anything?",
)
def test_fluffy_and_blue(softmax):
    scores = torch.tensor([-21.0, 93.0, 93.4, -12.0])
    assert torch.allclose(softmax(scores.clone()), torch.softmax(scores, -1), atol=1e-6)


@test_case(points=0.5, hidden=True, failure_message="The weights of a three-dimensional tensor are not right.")
def test_agrees_with_torch(softmax):
    scores = draw(1)
    assert torch.allclose(softmax(scores.clone()), torch.softmax(scores, -1), atol=1e-6)


@test_case(points=1, hidden=True, failure_message="`dim` should say along which dimension the weights sum to 1.")
def test_dim(softmax):
    scores = draw(2)
    for dim in (0, 1, 2, -2, -3):
        assert torch.allclose(softmax(scores.clone(), dim), torch.softmax(scores, dim), atol=1e-6)


@test_case(
    points=1,
    hidden=True,
    failure_message="Scores of some thousands, of either sign, should give finite weights: neither overflow nor 0/0.",
)
def test_large_scores(softmax):
    for scores in (draw(3, 2000.0), torch.tensor([5000.0, 4999.0, -5000.0]), torch.tensor([-5000.0, -5001.0])):
        assert torch.allclose(softmax(scores.clone()), torch.softmax(scores, -1), atol=5e-4)


@test_case(
    points=1,
    hidden=True,
    failure_message="Rows of very different size should not disturb each other: subtract each row's own largest score.",
)
def test_rows_of_different_size(softmax):
    scores = torch.tensor([[5000.0, 4999.0, 4990.0], [-5000.0, -5001.0, -5002.0], [0.0, 1.0, 2.0]])
    assert torch.allclose(softmax(scores.clone()), torch.softmax(scores, -1), atol=5e-4)


@test_case(points=0.5, hidden=True, failure_message="Adding the same number to all scores should change no weight.")
def test_only_differences_matter(softmax):
    scores = draw(4)
    assert torch.allclose(softmax(scores.clone()), softmax(scores + 64.0), atol=1e-4)


@test_case(points=0.5, hidden=True, failure_message="A score of -inf among finite ones should get exactly 0.")
def test_masked_scores(softmax):
    scores = draw(5)
    scores[0, 0, 1], scores[1, 2, :4] = -math.inf, -math.inf
    weights = softmax(scores.clone())
    assert torch.allclose(weights, torch.softmax(scores, -1), atol=1e-6)
    assert weights[0, 0, 1] == 0 and weights[1, 2, :4].abs().sum() == 0


@test_case(points=0.5, hidden=True, failure_message="Your function changed its input; work on a new tensor.")
def test_input_is_left_alone(softmax):
    scores = draw(6)
    copy = scores.clone()
    softmax(scores)
    assert torch.equal(scores, copy)


@test_case(points=0.5, hidden=True, failure_message="The weights should have the precision of the scores (float64).")
def test_precision(softmax):
    scores = draw(7).double()
    weights = softmax(scores.clone())
    assert weights.dtype == torch.float64
    assert torch.allclose(weights, torch.softmax(scores, -1), rtol=0, atol=1e-12)


@test_case(points=0.5, hidden=True, failure_message="A single score along `dim` gets the whole weight, 1.")
def test_one_score(softmax):
    assert torch.equal(softmax(torch.tensor([[-7.0], [93.0]])), torch.ones(2, 1))
