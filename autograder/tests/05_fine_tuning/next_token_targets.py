"""Labels for the next token. Every expected value is read off the rows themselves."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "next_token_targets"
points = 3
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)


def padded(rows, pad_id):
    """Rows of different lengths as one tensor."""
    width = max(map(len, rows))
    return torch.tensor([row + [pad_id] * (width - len(row)) for row in rows])


def does_its_work(next_token_targets):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    ids = torch.tensor([[5, 6, 7], [8, 9, 4]])
    one, two = next_token_targets(ids.clone(), 0), next_token_targets(ids.flip(1), 0)
    return repr(one) != repr(two) and repr(one) != repr(ids)


@test_case(points=0.5, failure_message="A batch (B, T) should give inputs and labels of shape (B, T - 1).")
def test_shapes(next_token_targets):
    assert does_its_work(next_token_targets), IDLE
    inputs, labels = next_token_targets(torch.tensor([[1, 5, 9, 7, 2], [1, 8, 6, 4, 2]]), 0)
    assert tuple(inputs.shape) == tuple(labels.shape) == (2, 4)


@test_case(
    points=0.25,
    failure_message="In a row without padding, each label should be the token one place to the right of its input.",
)
def test_one_to_the_right(next_token_targets):
    inputs, labels = next_token_targets(torch.tensor([[1, 5, 9, 7, 2]]), 0)
    assert inputs.tolist() == [[1, 5, 9, 7]]
    assert labels.tolist() == [[5, 9, 7, 2]]


@test_case(points=0.5, failure_message="Where the input is padding nothing should be asked: the label is -100 there.")
def test_padding_is_not_asked(next_token_targets):
    assert does_its_work(next_token_targets), IDLE
    inputs, labels = next_token_targets(padded([[1, 5, 9, 7, 6, 2], [1, 8, 2], [1, 2]], 3), 3)
    assert bool((labels[inputs == 3] == -100).all())


@test_case(
    points=0.75,
    hidden=True,
    failure_message="In a padded batch the labels are not what they should be: the token one place to the right of each "
    "input, and -100 where that would be padding.",
)
def test_padded_batch(next_token_targets):
    rows = [[1, 5, 9, 7, 6, 2], [1, 8, 2], [1, 2]]
    _, labels = next_token_targets(padded(rows, 3), 3)
    for row, found in zip(rows, labels.tolist(), strict=True):
        assert found == row[1:] + [-100] * (6 - len(row))


@test_case(
    points=0.25,
    hidden=True,
    failure_message="The id of padding is an argument; with another one, other places of the same texts are left out.",
)
def test_other_padding(next_token_targets):
    assert does_its_work(next_token_targets), IDLE
    rows = [[1, 5, 4, 7], [1, 4]]
    _, usual = next_token_targets(padded(rows, 0), 0)
    _, other = next_token_targets(padded(rows, 9), 9)
    assert torch.equal(usual == -100, other == -100)


@test_case(points=0.25, hidden=True, failure_message="Inputs and labels should be int64, as the ids are.")
def test_dtype(next_token_targets):
    assert does_its_work(next_token_targets), IDLE
    inputs, labels = next_token_targets(torch.tensor([[1, 5, 9], [1, 5, 0]]), 0)
    assert inputs.dtype == labels.dtype == torch.int64


@test_case(points=0.5, hidden=True, failure_message="The given ids were changed in place; a slice is not a copy.")
def test_ids_are_left_alone(next_token_targets):
    assert does_its_work(next_token_targets), IDLE
    ids = padded([[1, 5, 9, 2], [1, 2]], 0)
    copy = ids.clone()
    next_token_targets(ids, 0)
    assert torch.equal(ids, copy)
