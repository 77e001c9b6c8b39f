"""pad_batch. The oracle is `torch.nn.utils.rnn.pad_sequence`.

The sequences differ pairwise in length, and real tokens take the value of the padding, so that a mask that is read off
the ids cannot pass. The mask is asked for apart from the ids.
"""

import torch
from otter.test_files import test_case
from torch.nn.utils.rnn import pad_sequence

OK_FORMAT = False
name = "pad_batch"
points = 7
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

LENGTHS = [4, 7, 2]


def sentences():
    """Fresh ones for every call, so that a function that writes into them spoils its own case only."""
    return [[1, 7, 9, 2], [1, 5, 6, 7, 8, 9, 2], [1, 2]]


def plain(mask):
    return [[bool(keep) for keep in row] for row in mask.tolist()]


def does_its_work(pad_batch):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    one, two = pad_batch([[5, 6], [7]]), pad_batch([[8, 9], [5]])
    return repr(one) != repr(two) and repr(one) != repr([[5, 6], [7]])


@test_case(
    points=1,
    failure_message="Expected one row for each sentence, as long as the longest one, filled up with the padding "
    "behind it.",
)
def test_ids(pad_batch):
    ids, _ = pad_batch(sentences())
    expected = pad_sequence([torch.tensor(row) for row in sentences()], batch_first=True)
    assert tuple(ids.shape) == (3, 7)
    assert ids.tolist() == expected.tolist()


@test_case(points=1, failure_message="The mask is True where a token is real and False where it is padding.")
def test_mask(pad_batch):
    ids, mask = pad_batch(sentences())
    assert tuple(mask.shape) == tuple(ids.shape)
    assert [sum(row) for row in plain(mask)] == [min(length, ids.shape[1]) for length in LENGTHS]
    assert all(row in (sorted(row), sorted(row, reverse=True)) for row in plain(mask))  # real tokens stand together


@test_case(
    points=1,
    failure_message="A real token may have the id of the padding. The mask should come from the lengths, "
    "not from the ids.",
)
def test_a_real_token_with_the_id_of_the_padding(pad_batch):
    assert does_its_work(pad_batch), IDLE
    _, same = pad_batch([[5, 4, 6, 7], [8], [7, 7, 5, 8, 4, 9]])
    _, mask = pad_batch([[5, 9, 6, 9], [9], [7, 7, 9, 8, 9, 9]], pad_id=9)
    assert plain(mask) == plain(same)
    _, mask = pad_batch([[5, 0, 6, 0], [0], [7, 7, 0, 8, 0, 9]])
    assert plain(mask) == plain(same)


@test_case(
    points=0.75, hidden=True, failure_message="Expected tensors: ids of type torch.int64, mask of type torch.bool."
)
def test_types(pad_batch):
    assert does_its_work(pad_batch), IDLE
    for rows in (sentences(), [[], [1]]):
        ids, mask = pad_batch(rows)
        assert ids.dtype == torch.int64
        assert mask.dtype == torch.bool


@test_case(points=1, hidden=True, failure_message="pad_id is an argument: the padding is not always 0.")
def test_another_padding(pad_batch):
    assert does_its_work(pad_batch), IDLE
    usual, _ = pad_batch(sentences())
    ids, _ = pad_batch(sentences(), pad_id=50256)
    assert ids.tolist() == torch.where(usual == 0, 50256, usual).tolist()


@test_case(points=0.75, hidden=True, failure_message="An empty sentence is a row of padding only.")
def test_an_empty_sentence(pad_batch):
    assert does_its_work(pad_batch), IDLE
    ids, mask = pad_batch([[4, 5, 6], [], [7]])
    assert ids.shape[0] == mask.shape[0] == 3
    assert set(plain(mask)[1]) <= {not keep for keep in plain(mask)[0]}
    if ids[0].tolist() == [4, 5, 6]:  # whoever loses real tokens has lost the points for that already
        assert ids[1].tolist() == [0, 0, 0]


@test_case(
    points=1,
    hidden=True,
    failure_message="Your function changed the lists that it was given; work on copies.",
)
def test_inputs_are_left_alone(pad_batch):
    assert does_its_work(pad_batch), IDLE
    rows = [[4, 5], [6, 7, 8]]
    pad_batch(rows)
    assert rows == [[4, 5], [6, 7, 8]]


@test_case(
    points=0.5,
    hidden=True,
    failure_message="On other sentences the ids, or their mask, differ from what torch's pad_sequence gives.",
)
def test_agrees_with_torch(pad_batch):
    g = torch.Generator().manual_seed(4)
    rows = [torch.randint(0, 9, (n,), generator=g).tolist() for n in (11, 3, 17, 5, 8)]
    ids, mask = pad_batch([list(row) for row in rows])
    assert ids.tolist() == pad_sequence([torch.tensor(row) for row in rows], batch_first=True).tolist()
    assert plain(mask) == [[place < len(row) for place in range(17)] for row in rows]
