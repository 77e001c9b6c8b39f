"""the padding mask: True where a key is a word. Batch, queries and keys have different sizes."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "padding_mask"
points = 6
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)


def first_rows(keep, width):
    """For each sentence what its first query sees, whatever axes stand between."""
    return [sentence.bool().reshape(-1, width)[0].tolist() for sentence in keep]


def does_its_work(padding_mask):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    one, two = padding_mask(torch.tensor([1, 3]), 3), padding_mask(torch.tensor([3, 2]), 3)
    return repr(one) != repr(two) and repr(one) != repr(torch.tensor([1, 3]))


@test_case(points=1, failure_message="The mask should have the shape (B, 1, max_len): the 1 stands for all queries.")
def test_shape(padding_mask):
    assert does_its_work(padding_mask), IDLE
    assert padding_mask(torch.tensor([6, 8, 5]), 8).shape == (3, 1, 8)
    assert padding_mask(torch.tensor([4]), 4).shape == (1, 1, 4)


@test_case(points=1, failure_message="A sentence of 2 words padded to 4 is True, True, False, False.")
def test_two_of_four(padding_mask):
    assert first_rows(padding_mask(torch.tensor([2, 4]), 4), 4)[0] == [True, True, False, False]


@test_case(points=1, failure_message="The mask should be boolean (torch.bool).")
def test_boolean(padding_mask):
    assert does_its_work(padding_mask), IDLE
    assert padding_mask(torch.tensor([2, 4]), 4).dtype == torch.bool


@test_case(
    points=1,
    hidden=True,
    failure_message="Each sentence should be open at its own words, as many as it has, from the front; an empty one "
    "nowhere.",
)
def test_ragged(padding_mask):
    lengths = [3, 7, 0, 5]
    keep = first_rows(padding_mask(torch.tensor(lengths), 7), 7)
    assert keep == [[True] * n + [False] * (7 - n) for n in lengths]


@test_case(
    points=1,
    hidden=True,
    failure_message="Every query, a padding position too, may look at the same keys: close keys only.",
)
def test_closes_keys_and_not_queries(padding_mask):
    assert does_its_work(padding_mask), IDLE
    keep = padding_mask(torch.tensor([2, 6]), 6).bool()
    keep = (keep if keep.ndim == 3 else keep.reshape(2, 1, 6)).expand(2, 6, 6)
    assert torch.equal(keep, keep[:, :1].expand(2, 6, 6))


@test_case(
    points=0.75,
    hidden=True,
    failure_message="The mask should be max_len wide, also where no sentence is that long.",
)
def test_wider_than_the_longest(padding_mask):
    assert does_its_work(padding_mask), IDLE
    assert 9 in padding_mask(torch.tensor([2, 3]), 9).shape


@test_case(
    points=0.25, hidden=True, failure_message="Your function changed the lengths, or wants them in one dtype only."
)
def test_lengths_are_left_alone(padding_mask):
    assert does_its_work(padding_mask), IDLE
    lengths = torch.tensor([3, 5], dtype=torch.int32)
    assert torch.equal(padding_mask(lengths, 5), padding_mask(torch.tensor([3, 5]), 5))
    assert torch.equal(lengths, torch.tensor([3, 5], dtype=torch.int32))
