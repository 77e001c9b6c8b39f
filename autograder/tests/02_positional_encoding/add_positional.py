"""adding a table to a batch. The tables are random, so that every row and column differs.

Batch, tokens, width and rows of the table differ pairwise. Oracle: torch's embedding look-up by position.
"""

import torch
import torch.nn.functional as F
from otter.test_files import test_case

OK_FORMAT = False
name = "add_positional"
points = 10
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

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


def single_token_is_right(add_positional):
    """One token alone: x plus row 0. Whoever does not add has lost the points for that, and keeps the others."""
    x, pe = draw(1, length=1)
    result = add_positional(x[:1].clone(), pe)
    return close(result, x[:1] + pe[:1])


def probe_gradients(add_positional, x, pe):
    """Backward through the sum of all outputs; the largest entry of the gradient of x, and of each row of pe."""
    x, pe = x.clone().requires_grad_(), pe.clone().requires_grad_()
    result = add_positional(x * 1, pe * 1)  # torch refuses to write into x itself, which has a case of its own
    if not result.requires_grad:
        return 0.0, [0.0] * len(pe)
    result.sum().backward()
    of_x = 0.0 if x.grad is None else x.grad.abs().max().item()
    return of_x, [0.0] * len(pe) if pe.grad is None else pe.grad.abs().amax(dim=1).tolist()


def probe_dtypes(add_positional, x, pe):
    """For each dtype of x and of the table: both, that of the sum, and whether x was written into."""
    types, found = (torch.float16, torch.bfloat16, torch.float32, torch.float64), []
    for dtype in types:
        for of_table in types:
            given = x.to(dtype, copy=True)
            result = add_positional(given, pe.to(of_table))
            found.append((dtype, of_table, result.dtype, not torch.equal(given, x.to(dtype))))
    return found


def does_its_work(add_positional):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    x, pe = torch.tensor([[[1.0, 2.0]]]), torch.tensor([[3.0, 5.0], [7.0, 4.0]])
    one, two = add_positional(x.clone(), pe.clone()), add_positional(-x, pe.clone())
    return repr(one) != repr(two) and repr(one) != repr(x)


@test_case(
    points=1,
    failure_message="The result should have the shape of x. The table has more rows than there are tokens: take those "
    "that you need.",
)
def test_shape(add_positional):
    assert does_its_work(add_positional), IDLE
    x, pe = draw(0)
    assert tuple(add_positional(x[:1], pe).shape) == (1, T, D)


@test_case(
    points=1.5, failure_message="A single token should become x plus row 0 of the table: added, and nothing else."
)
def test_sum(add_positional):
    assert does_its_work(add_positional), IDLE
    x, pe = draw(1, length=1)
    result = add_positional(x[:1].clone(), pe)
    if tuple(result.shape) == (1, 1, D):
        assert close(result, x[:1] + pe[:1])


@test_case(
    points=1.5,
    failure_message="Token t of each sentence gets row t, in every sentence of the batch the same rows: positions run along "
    "the axis of the tokens (1), not of the batch (0).",
)
def test_positions_run_along_the_tokens(add_positional):
    assert does_its_work(add_positional), IDLE
    if single_token_is_right(add_positional):
        x, pe = draw(3)
        assert close(add_positional(x.clone(), pe), oracle(x, pe))


@test_case(
    points=1,
    failure_message="If the table ends before the last token (offset + T > max_len), raise a ValueError.",
)
def test_table_too_short(add_positional):
    assert does_its_work(add_positional), IDLE
    x, pe = draw(5, length=2)
    for offset in (ROWS - 1, ROWS):
        try:
            add_positional(x[:2], pe, offset=offset)
        except ValueError:
            continue
        raise AssertionError(f"no ValueError for offset={offset}")


@test_case(
    points=1.25,
    hidden=True,
    failure_message="With an offset, the first token should get row `offset` of the table, the next one the row "
    "after it.",
)
def test_offset(add_positional):
    assert does_its_work(add_positional), IDLE
    x, pe = draw(4, length=2)
    for offset in (3, 7):
        assert close(add_positional(x[:2].clone(), pe, offset), add_positional(x[:2].clone(), pe[offset:]))


@test_case(
    points=1,
    hidden=True,
    failure_message="If exactly the last row of the table is needed, there is nothing wrong: offset + T = max_len.",
)
def test_last_row_can_be_read(add_positional):
    assert does_its_work(add_positional), IDLE
    x, pe = draw(5, length=2)
    assert add_positional(x[:2], pe[:2]) is not None


@test_case(points=1, hidden=True, failure_message="Your function changed x or pe in place; make a new tensor.")
def test_inputs_are_left_alone(add_positional):
    assert does_its_work(add_positional), IDLE
    x, pe = draw(6, length=1)
    copies = x.clone(), pe.clone()
    add_positional(x, pe)
    assert torch.equal(x, copies[0])
    assert torch.equal(pe, copies[1])


@test_case(
    points=1,
    hidden=True,
    failure_message="No gradient comes back through your sum: training has to reach the embeddings, and the table where it is "
    "a learned one. Do you detach, or go by way of NumPy or .data?",
)
def test_gradients_flow(add_positional):
    x, pe = draw(7, length=1)
    of_x, of_rows = probe_gradients(add_positional, x, pe)
    assert of_x > 0
    assert max(of_rows) > 0


@test_case(
    points=0.5,
    hidden=True,
    failure_message="The sum does not have the dtype that torch makes of x and pe: a batch of float64 should stay float64.",
)
def test_dtype(add_positional):
    assert does_its_work(add_positional), IDLE
    x, pe = draw(9, length=1)
    for table in (pe, pe.double()):
        assert add_positional(x.double(), table).dtype == torch.float64
    for dtype, of_table, found, written in probe_dtypes(add_positional, x, pe):
        if not written:  # whoever writes into x has lost the points for that
            assert found == torch.promote_types(dtype, of_table)


@test_case(
    points=0.25, hidden=True, failure_message="On another batch the result is not x plus the rows of its positions."
)
def test_agrees_with_an_embedding(add_positional):
    x, pe = draw(8, length=7)
    assert close(add_positional(x.clone(), pe), oracle(x, pe))
