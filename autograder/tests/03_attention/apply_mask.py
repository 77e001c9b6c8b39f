"""masking the scores. Oracle: torch's masked_fill, and what softmax makes of the result."""

import math

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "apply_mask"
points = 7

B, T_Q, T_K = 2, 4, 6


def draw(seed, size=2.0):
    """Scores (B, T_Q, T_K) and a ragged mask of that shape, with one row open and one closed."""
    g = torch.Generator().manual_seed(seed)
    scores, keep = size * torch.randn(B, T_Q, T_K, generator=g), torch.rand(B, T_Q, T_K, generator=g) > 0.4
    keep[0, 1], keep[1, 2] = False, True
    return scores, keep


@test_case(
    points=1,
    failure_message="Where the mask is False the score becomes -inf, where it is True it stays as it is.",
)
def test_three_scores(apply_mask):
    masked = apply_mask(torch.tensor([[2.0, 1.0, 3.0]]), torch.tensor([[True, True, False]]))
    assert masked.tolist() == [[2.0, 1.0, -math.inf]]


@test_case(
    points=1, failure_message="After a softmax, a closed place should have the weight 0 and the others sum to 1."
)
def test_then_softmax(apply_mask):
    weights = apply_mask(torch.tensor([[2.0, 1.0, 3.0]]), torch.tensor([[True, True, False]])).softmax(-1)
    assert torch.allclose(weights, torch.tensor([[0.7311, 0.2689, 0.0]]), atol=1e-4)


@test_case(points=0.5, failure_message="Without a mask (None), the scores come back as they are.")
def test_none(apply_mask):
    scores, _ = draw(0)
    assert torch.equal(apply_mask(scores, None), scores)


@test_case(points=1, hidden=True, failure_message="The open scores should stay exactly as they were.")
def test_open_places(apply_mask):
    scores, keep = draw(1)
    masked = apply_mask(scores.clone(), keep)
    assert masked.shape == scores.shape
    assert torch.equal(masked[keep], scores[keep])


@test_case(
    points=1,
    hidden=True,
    failure_message="Every closed score should be -inf, not 0 and not merely a very small number.",
)
def test_closed_places(apply_mask):
    scores, keep = draw(2, 3000.0)
    assert (apply_mask(scores, keep)[~keep] == -math.inf).all()


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A mask that does not name the queries, (B, 1, T_k), should close its keys for all of them.",
)
def test_padding_mask_broadcasts(apply_mask):
    scores, _ = draw(3)
    keep = torch.tensor([[True] * 4 + [False] * 2, [True] * 1 + [False] * 5])[:, None]
    assert torch.equal(apply_mask(scores, keep), scores.masked_fill(~keep, -math.inf))


@test_case(points=0.5, hidden=True, failure_message="One mask (T_q, T_k) should serve the whole batch.")
def test_causal_mask_broadcasts(apply_mask):
    scores, _ = draw(4)
    keep = torch.ones(T_Q, T_K).tril().bool()
    assert torch.equal(apply_mask(scores, keep), scores.masked_fill(~keep, -math.inf))


@test_case(
    points=0.5, hidden=True, failure_message="A mask that is open everywhere changes nothing; no NaN may appear."
)
def test_all_open(apply_mask):
    scores, keep = draw(5)
    assert torch.equal(apply_mask(scores, torch.ones_like(keep)), scores)


@test_case(points=0.5, hidden=True, failure_message="Your function changed its inputs (an underscore too many?).")
def test_inputs_are_left_alone(apply_mask):
    scores, keep = draw(6)
    copies = scores.clone(), keep.clone()
    apply_mask(scores, keep)
    assert torch.equal(scores, copies[0]) and torch.equal(keep, copies[1])


@test_case(
    points=0.5, hidden=True, failure_message="Without a mask, scores of any shape and dtype come back as they are."
)
def test_none_for_any_scores(apply_mask):
    for scores in (draw(7)[0].double(), draw(8)[0][0], draw(9, 4000.0)[0][:, None]):
        same = apply_mask(scores.clone(), None)
        assert same.dtype == scores.dtype
        assert torch.equal(same, scores)
