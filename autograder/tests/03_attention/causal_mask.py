"""the causal mask, aligned at the top left as torch's is_causal=True. Other sizes are compared with the square mask."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "causal_mask"
points = 6
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)


def table(keep):
    """The last two axes; what may stand in front is asked in a case of its own."""
    return keep.bool().reshape(keep.shape[-2:])


def does_its_work(causal_mask):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    keep = causal_mask(6).bool().reshape(6, 6)
    half = torch.equal(keep, keep.tril()) or torch.equal(keep, keep.triu())
    return half and bool(keep.any()) and not bool(keep.all())


@test_case(
    points=0.75,
    failure_message="The mask of three words: the first sees itself, the second two words, the third all three.",
)
def test_three_words(causal_mask):
    assert table(causal_mask(3)).tolist() == [[True, False, False], [True, True, False], [True, True, True]]


@test_case(points=0.75, failure_message="A word may look at itself: the diagonal is open.")
def test_diagonal(causal_mask):
    assert does_its_work(causal_mask), IDLE
    assert table(causal_mask(5)).diagonal().all()


@test_case(
    points=0.75,
    failure_message="The mask should have the shape (t_q, t_k): a row for each query, a column for each key.",
)
def test_shape(causal_mask):
    assert does_its_work(causal_mask), IDLE
    assert causal_mask(4, 6).shape == (4, 6)


@test_case(points=0.75, failure_message="The mask should be boolean (torch.bool).")
def test_boolean(causal_mask):
    assert does_its_work(causal_mask), IDLE
    assert causal_mask(4).dtype == torch.bool


@test_case(
    points=1,
    hidden=True,
    failure_message="A word sees the future: rows ask, so row i is open up to column i and no further.",
)
def test_no_word_sees_the_future(causal_mask):
    assert does_its_work(causal_mask), IDLE
    assert not table(causal_mask(7)).triu(1).any()


@test_case(
    points=1.25,
    hidden=True,
    failure_message="With more keys than queries, or fewer, both count from 0 at the top left corner: each query sees "
    "what it sees in the square mask.",
)
def test_top_left_corner(causal_mask):
    assert does_its_work(causal_mask), IDLE
    square = table(causal_mask(7))
    for t_q, t_k in ((3, 7), (7, 4), (1, 3)):
        keep = table(causal_mask(t_q, t_k))
        rows, columns = min(t_q, keep.shape[0]), min(t_k, keep.shape[1])
        assert torch.equal(keep[:rows, :columns], square[:rows, :columns])


@test_case(points=0.75, hidden=True, failure_message="The mask cannot be turned round with `~`: is it boolean?")
def test_can_be_turned_round(causal_mask):
    assert does_its_work(causal_mask), IDLE
    keep = causal_mask(4)
    assert torch.equal(~(~keep), keep)
