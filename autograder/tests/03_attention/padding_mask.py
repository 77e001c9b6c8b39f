"""the padding mask: True where a key is a word. Batch, queries and keys have different sizes."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "padding_mask"
points = 7


@test_case(points=1, failure_message="The mask should have the shape (B, 1, max_len): the 1 stands for all queries.")
def test_shape(padding_mask):
    assert padding_mask(torch.tensor([6, 8, 5]), 8).shape == (3, 1, 8)


@test_case(
    points=1,
    failure_message="A sentence of 2 words padded to 4 is True, True, False, False.",
)
def test_two_of_four(padding_mask):
    assert padding_mask(torch.tensor([2]), 4).flatten().tolist() == [True, True, False, False]


@test_case(points=0.5, failure_message="The mask should be boolean (torch.bool).")
def test_boolean(padding_mask):
    assert padding_mask(torch.tensor([2, 3]), 4).dtype == torch.bool


@test_case(
    points=1,
    hidden=True,
    failure_message="Each sentence should be open at its own words: as many True as it has words, from the front.",
)
def test_ragged(padding_mask):
    lengths = [3, 7, 1, 5]
    keep = padding_mask(torch.tensor(lengths), 7).bool().reshape(4, 7)
    assert keep.tolist() == [[True] * n + [False] * (7 - n) for n in lengths]


@test_case(
    points=1,
    hidden=True,
    failure_message="Every query, a padding position too, may look at the words of its sentence: close keys only.",
)
def test_closes_keys_and_not_queries(padding_mask):
    scores = torch.zeros(2, 5, 6)
    keep = padding_mask(torch.tensor([2, 4]), 6).bool().expand(scores.shape)
    assert torch.equal(keep.sum(-1), torch.tensor([[2] * 5, [4] * 5]))
    assert torch.equal(keep.sum(-2), torch.tensor([[5, 5, 0, 0, 0, 0], [5, 5, 5, 5, 0, 0]]))


@test_case(
    points=0.5,
    hidden=True,
    failure_message="With as many sentences as positions, each sentence should still have its own mask.",
)
def test_as_many_sentences_as_positions(padding_mask):
    keep = padding_mask(torch.tensor([1, 3, 2]), 3).bool().expand(3, 3, 3)
    assert torch.equal(keep.sum(-1), torch.tensor([[1] * 3, [3] * 3, [2] * 3]))


@test_case(
    points=0.5,
    hidden=True,
    failure_message="The mask should be (B, 1, max_len) also where no sentence is that long, or B is 1.",
)
def test_wider_than_the_longest(padding_mask):
    keep = padding_mask(torch.tensor([2, 3]), 9)
    assert keep.shape == (2, 1, 9)
    assert int(keep.sum()) == 5
    assert padding_mask(torch.tensor([3]), 5).shape == (1, 1, 5)


@test_case(
    points=0.5, hidden=True, failure_message="An empty sentence is closed everywhere, a full one is open everywhere."
)
def test_empty_and_full(padding_mask):
    keep = padding_mask(torch.tensor([0, 4]), 4).bool().reshape(2, 4)
    assert keep.tolist() == [[False] * 4, [True] * 4]


@test_case(
    points=0.5, hidden=True, failure_message="Your function changed the lengths, or wants them in one dtype only."
)
def test_lengths_are_left_alone(padding_mask):
    for dtype in (torch.int64, torch.int32):
        lengths = torch.tensor([3, 1], dtype=dtype)
        keep = padding_mask(lengths, 5).bool().reshape(2, 5)
        assert keep.sum(-1).tolist() == [3, 1]
        assert torch.equal(lengths, torch.tensor([3, 1], dtype=dtype))


@test_case(points=0.5, hidden=True, failure_message="The mask cannot be turned round with `~`: is it boolean?")
def test_can_be_turned_round(padding_mask):
    assert (~padding_mask(torch.tensor([1, 3]), 3)).sum(-1).flatten().tolist() == [2, 0]
