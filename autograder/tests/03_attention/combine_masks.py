"""combining masks: a place is open only where every mask is open."""

from functools import reduce

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "combine_masks"
points = 6

SHAPES = ((2, 1, 7), (5, 7), (2, 5, 7), (2, 5, 1))


def draw(seed):
    g = torch.Generator().manual_seed(seed)
    return [torch.rand(shape, generator=g) > 0.35 for shape in SHAPES]


@test_case(points=1, failure_message="A place is open only where both masks are open.")
def test_two_masks(combine_masks):
    first, second = torch.tensor([True, True, False, False]), torch.tensor([True, False, True, False])
    assert combine_masks(first, second).tolist() == [True, False, False, False]


@test_case(points=1, failure_message="None closes nothing: combined with a mask, it leaves that mask as it is.")
def test_none(combine_masks):
    keep = torch.tensor([[True, False, True]])
    assert torch.equal(combine_masks(None, keep), keep)
    assert torch.equal(combine_masks(keep, None), keep)


@test_case(
    points=1,
    hidden=True,
    failure_message="A padding mask (B, 1, T) and a causal mask (T, T) should make one mask (B, T, T) that obeys both.",
)
def test_padding_and_causal(combine_masks):
    padding = (torch.arange(6) < torch.tensor([[4], [6], [1]]))[:, None]
    both = combine_masks(padding, torch.ones(6, 6).tril().bool())
    assert both.shape == (3, 6, 6)
    assert both.bool().sum(-1).tolist() == [[1, 2, 3, 4, 4, 4], [1, 2, 3, 4, 5, 6], [1] * 6]


@test_case(points=1, hidden=True, failure_message="Three or four masks should all count, not only the first two.")
def test_many_masks(combine_masks):
    masks = draw(1)
    for n in (3, 4):
        assert torch.equal(combine_masks(*masks[:n]).bool(), reduce(torch.logical_and, masks[:n]))


@test_case(points=0.5, hidden=True, failure_message="The order of the masks should not matter.")
def test_order(combine_masks):
    masks = draw(2)
    assert torch.equal(combine_masks(*masks), combine_masks(*reversed(masks)))


@test_case(points=0.5, hidden=True, failure_message="Without any mask, or with nothing but None, the result is None.")
def test_no_mask(combine_masks):
    assert combine_masks() is None
    assert combine_masks(None, None) is None


@test_case(points=0.5, hidden=True, failure_message="The combined mask should be boolean (torch.bool).")
def test_boolean(combine_masks):
    masks = draw(3)
    assert combine_masks(masks[0], masks[1], None, masks[2]).dtype == torch.bool
    assert combine_masks(masks[0]).dtype == torch.bool


@test_case(points=0.5, hidden=True, failure_message="Your function changed one of the masks; make a new one.")
def test_inputs_are_left_alone(combine_masks):
    masks = [torch.ones(2, 5, 7, dtype=torch.bool), *draw(4)]
    copies = [mask.clone() for mask in masks]
    combine_masks(*masks)
    assert all(torch.equal(mask, copy) for mask, copy in zip(masks, copies, strict=True))
