"""combining masks: a place is open only where every mask is open."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "combine_masks"
points = 6
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

SHAPES = ((2, 1, 7), (5, 7), (2, 5, 7), (2, 5, 1))


def draw(seed):
    g = torch.Generator().manual_seed(seed)
    return [torch.rand(shape, generator=g) > 0.35 for shape in SHAPES]


def does_its_work(combine_masks):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    one_mask, other = torch.tensor([True, True, False, False]), torch.tensor([True, False, True, False])
    one, two = combine_masks(one_mask.clone(), other.clone()), combine_masks(~one_mask, other.clone())
    return repr(one) != repr(two) and repr(one) != repr(one_mask)


@test_case(points=1, failure_message="A place is open only where both masks are open.")
def test_two_masks(combine_masks):
    first, second = torch.tensor([True, True, False, False]), torch.tensor([True, False, True, False])
    assert combine_masks(first, second).bool().tolist() == [True, False, False, False]


@test_case(points=0.75, failure_message="None closes nothing: combined with a mask, it leaves that mask as it is.")
def test_none(combine_masks):
    keep = torch.tensor([[True, False, True]])
    assert torch.equal(combine_masks(None, keep).bool(), keep)
    assert torch.equal(combine_masks(keep, None).bool(), keep)


@test_case(
    points=0.75,
    failure_message="A padding mask (B, 1, T) and a causal mask (T, T) should make one mask (B, T, T), as if both had "
    "that shape.",
)
def test_padding_and_causal(combine_masks):
    assert does_its_work(combine_masks), IDLE
    padding = (torch.arange(6) < torch.tensor([[4], [6], [1]]))[:, None]
    causal = torch.ones(6, 6).tril().bool()
    both = combine_masks(padding, causal)
    assert both.shape == (3, 6, 6)
    assert torch.equal(both, combine_masks(padding.expand(3, 6, 6).clone(), causal.expand(3, 6, 6).clone()))


@test_case(points=1, hidden=True, failure_message="A place that one mask closes is open in the result.")
def test_what_one_mask_closes(combine_masks):
    assert does_its_work(combine_masks), IDLE
    g = torch.Generator().manual_seed(5)
    first, second = (torch.rand(4, 6, generator=g) > 0.4 for _ in range(2))
    combined = combine_masks(first, second).bool()
    assert not (combined & ~first).any() and not (combined & ~second).any()


@test_case(points=0.625, hidden=True, failure_message="Three or four masks should all count, not only the first two.")
def test_many_masks(combine_masks):
    assert does_its_work(combine_masks), IDLE
    masks = [mask.expand(2, 5, 7).clone() for mask in draw(1)]
    pairs = combine_masks(masks[0].clone(), masks[1].clone()).bool()
    for n in (2, 3):
        pairs = combine_masks(pairs.clone(), masks[n].clone()).bool()
        assert torch.equal(combine_masks(*(mask.clone() for mask in masks[: n + 1])).bool(), pairs)


@test_case(points=0.625, hidden=True, failure_message="Without any mask, or with nothing but None, the result is None.")
def test_no_mask(combine_masks):
    assert does_its_work(combine_masks), IDLE
    assert combine_masks() is None
    assert combine_masks(None, None) is None


@test_case(points=0.625, hidden=True, failure_message="The combined mask should be boolean (torch.bool).")
def test_boolean(combine_masks):
    assert does_its_work(combine_masks), IDLE
    masks = [mask.expand(2, 5, 7).clone() for mask in draw(3)]
    assert combine_masks(masks[0], masks[1], masks[2]).dtype == torch.bool


@test_case(points=0.625, hidden=True, failure_message="Your function changed one of the masks; make a new one.")
def test_inputs_are_left_alone(combine_masks):
    assert does_its_work(combine_masks), IDLE
    masks = [mask.expand(2, 5, 7).clone() for mask in draw(4)]
    copies = [mask.clone() for mask in masks]
    combine_masks(*masks)
    assert all(torch.equal(mask, copy) for mask, copy in zip(masks, copies, strict=True))
