"""pad_batch. The oracle is `torch.nn.utils.rnn.pad_sequence`.

The sequences differ pairwise in length, and real tokens take the value of the padding, so that a mask that is read off
the ids cannot pass.
"""

import torch
from otter.test_files import test_case
from torch.nn.utils.rnn import pad_sequence

OK_FORMAT = False
name = "pad_batch"
points = 8

LENGTHS = [4, 7, 2]


def sentences():
    """Fresh ones for every call, so that a function that writes into them spoils its own case only."""
    return [[1, 7, 9, 2], [1, 5, 6, 7, 8, 9, 2], [1, 2]]


@test_case(
    points=1,
    failure_message="Expected one row for each sentence, as long as the longest one, filled up with the padding "
    "behind it.",
)
def test_ids(pad_batch):
    ids, _ = pad_batch(sentences())
    assert tuple(ids.shape) == (3, 7)
    assert ids.tolist() == [[1, 7, 9, 2, 0, 0, 0], [1, 5, 6, 7, 8, 9, 2], [1, 2, 0, 0, 0, 0, 0]]


@test_case(points=1, failure_message="The mask is True where a token is real and False where it is padding.")
def test_mask(pad_batch):
    _, mask = pad_batch(sentences())
    assert [[bool(keep) for keep in row] for row in mask.tolist()] == [[t < n for t in range(7)] for n in LENGTHS]


@test_case(points=1, failure_message="Expected tensors: ids of type torch.int64, mask of type torch.bool.")
def test_types(pad_batch):
    ids, mask = pad_batch(sentences())
    assert isinstance(ids, torch.Tensor) and isinstance(mask, torch.Tensor)
    assert ids.dtype == torch.int64
    assert mask.dtype == torch.bool


@test_case(
    points=1,
    hidden=True,
    failure_message="A real token may have the id of the padding. The mask should come from the lengths, "
    "not from the ids.",
)
def test_a_real_token_with_the_id_of_the_padding(pad_batch):
    ids, mask = pad_batch([[5, 0, 6, 0], [0], [7, 7, 0, 8, 0, 9]])
    assert mask.sum(1).tolist() == [4, 1, 6]
    assert ids[0].tolist() == [5, 0, 6, 0, 0, 0]
    _, mask = pad_batch([[5, 4, 9, 9], [9, 9]], pad_id=9)
    assert mask.int().tolist() == [[1, 1, 1, 1], [1, 1, 0, 0]]


@test_case(points=1, hidden=True, failure_message="pad_id is an argument: the padding is not always 0.")
def test_another_padding(pad_batch):
    ids, mask = pad_batch(sentences(), pad_id=50256)
    assert ids[2].tolist() == [1, 2] + [50256] * 5
    assert mask.sum(1).tolist() == LENGTHS


@test_case(points=0.5, hidden=True, failure_message="An empty sentence is a row of padding, with a mask of False only.")
def test_an_empty_sentence(pad_batch):
    ids, mask = pad_batch([[4, 5, 6], [], [7]])
    assert ids.tolist() == [[4, 5, 6], [0, 0, 0], [7, 0, 0]]
    assert mask.sum(1).tolist() == [3, 0, 1]


@test_case(points=0.5, hidden=True, failure_message="A batch of one needs no padding and keeps its two dimensions.")
def test_a_batch_of_one(pad_batch):
    ids, mask = pad_batch([[4, 5, 6, 0]])
    assert ids.tolist() == [[4, 5, 6, 0]]
    assert tuple(mask.shape) == (1, 4)
    assert bool(mask.all())


@test_case(
    points=0.5, hidden=True, failure_message="On random sentences the padded ids differ from torch's pad_sequence."
)
def test_agrees_with_torch(pad_batch):
    g = torch.Generator().manual_seed(4)
    rows = [torch.randint(0, 30000, (n,), generator=g).tolist() for n in (11, 3, 17, 5, 8)]
    ids, mask = pad_batch(rows, pad_id=3)
    assert torch.equal(ids, pad_sequence([torch.tensor(row) for row in rows], batch_first=True, padding_value=3))
    assert mask.sum(1).tolist() == [11, 3, 17, 5, 8]


@test_case(
    points=0.5, hidden=True, failure_message="Under the mask a row should be its sentence, unchanged and in order."
)
def test_the_mask_gives_the_sentences_back(pad_batch):
    rows = [[8, 0, 3], [2, 2, 2, 2, 0], [1], [6, 5, 4, 3]]
    ids, mask = pad_batch(rows)
    assert [ids[number][mask[number]].tolist() for number in range(4)] == rows


@test_case(
    points=0.5, hidden=True, failure_message="Your function changed the lists that it was given; work on copies."
)
def test_inputs_are_left_alone(pad_batch):
    rows = [[4, 5], [6, 7, 8]]
    ids, _ = pad_batch(rows)
    assert rows == [[4, 5], [6, 7, 8]]
    assert ids.tolist() == [[4, 5, 0], [6, 7, 8]]


@test_case(
    points=0.5, hidden=True, failure_message="What stands beside a sentence in the batch should not change its row."
)
def test_rows_do_not_depend_on_each_other(pad_batch):
    alone, alone_mask = pad_batch([[9, 0, 8]])
    together, mask = pad_batch([[1, 2, 3, 4, 5], [9, 0, 8], [7]])
    assert together[1, :3].tolist() == alone[0].tolist()
    assert mask[1].int().tolist() == [*alone_mask[0].int().tolist(), 0, 0]
