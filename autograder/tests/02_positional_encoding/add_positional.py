"""adding a table to a batch. The tables are random, so that every row and column differs.

Batch, tokens, width and rows of the table differ pairwise. Oracle: torch's embedding look-up by position.
"""

import torch
import torch.nn.functional as F
from otter.test_files import test_case

OK_FORMAT = False
name = "add_positional"
points = 10

B, T, D, ROWS = 3, 5, 4, 11
TOLERANCE = 1e-4


def draw(seed, length=T):
    """A batch of shape (B, length, D) and a table of shape (ROWS, D)."""
    g = torch.Generator().manual_seed(seed)
    return torch.randn(B, length, D, generator=g), torch.randn(ROWS, D, generator=g)


def oracle(x, pe, offset=0):
    positions = torch.arange(offset, offset + x.shape[1]).expand(x.shape[0], -1)
    return torch.add(x, F.embedding(positions, pe))


def close(a, b):
    return tuple(a.shape) == tuple(b.shape) and torch.allclose(a, b, atol=TOLERANCE)


@test_case(
    points=1,
    failure_message="The result should have the shape of x. The table has more rows than there are tokens: take those "
    "that you need.",
)
def test_shape(add_positional):
    x, pe = draw(0)
    assert tuple(add_positional(x, pe).shape) == (B, T, D)


@test_case(points=2, failure_message="Token t of each sentence should become x plus row t of the table.")
def test_sum(add_positional):
    x, pe = draw(1)
    expected = oracle(x, pe)
    assert close(add_positional(x, pe), expected)


@test_case(
    points=1,
    hidden=True,
    failure_message="Where x is zero, the result should be the encoding itself. Do you multiply, or scale?",
)
def test_zero_embeddings_show_the_encoding(add_positional):
    _, pe = draw(2)
    result = add_positional(torch.zeros(1, T, D), pe)
    assert close(result, pe[None, :T])


@test_case(
    points=2,
    hidden=True,
    failure_message="Every sentence of the batch should get the same encodings: positions run along the axis of the "
    "tokens (1), not of the batch (0).",
)
def test_each_sentence_gets_the_same(add_positional):
    x, pe = draw(3)
    added = add_positional(x.clone(), pe) - x
    assert tuple(added.shape) == (B, T, D)
    assert close(added, pe[:T].expand(B, T, D))


@test_case(
    points=2,
    hidden=True,
    failure_message="With an offset, the first token should get row `offset` of the table, the next one the row "
    "after it.",
)
def test_offset(add_positional):
    x, pe = draw(4, length=2)
    for offset in (7, ROWS - 2):
        expected = oracle(x, pe, offset)
        assert close(add_positional(x.clone(), pe, offset), expected)


@test_case(
    points=1,
    hidden=True,
    failure_message="If the table ends before the last token (offset + T > max_len), raise a ValueError. If exactly "
    "the last row is needed, there is nothing wrong.",
)
def test_table_too_short(add_positional):
    x, pe = draw(5, length=2)
    assert tuple(add_positional(x, pe, offset=ROWS - 2).shape) == (B, 2, D)
    for offset in (ROWS - 1, ROWS):
        try:
            add_positional(x, pe, offset=offset)
        except ValueError:
            continue
        raise AssertionError("no ValueError")


@test_case(points=1, hidden=True, failure_message="Your function changed x or pe in place; make a new tensor.")
def test_inputs_are_left_alone(add_positional):
    x, pe = draw(6)
    copies = x.clone(), pe.clone()
    add_positional(x, pe)
    assert torch.equal(x, copies[0])
    assert torch.equal(pe, copies[1])
