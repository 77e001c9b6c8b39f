"""learned positions. The name of the parameter is free: the tests take the only one there is."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "LearnedPositions"
points = 8

B, T, D, ROWS = 3, 5, 4, 9
TOLERANCE = 1e-4


def draw(seed, length=T):
    """A batch of shape (B, length, D) and a table of shape (ROWS, D)."""
    g = torch.Generator().manual_seed(seed)
    return torch.randn(B, length, D, generator=g), torch.randn(ROWS, D, generator=g)


def with_table(module, pe):
    """Load the table into the module's only parameter, whatever its name and its leading axes of length 1."""
    ((key, parameter),) = list(module.named_parameters())
    state = dict(module.state_dict())
    state[key] = pe.reshape(parameter.shape)
    module.load_state_dict(state)
    return module


def close(a, b):
    return tuple(a.shape) == tuple(b.shape) and torch.allclose(a, b, atol=TOLERANCE)


def probe_gradient(module, x):
    """Backward through the sum of all outputs; for each row of the table the gradient's largest entry."""
    module(x).sum().backward()
    ((_, parameter),) = list(module.named_parameters())
    gradient = parameter.grad
    if gradient is None:
        return []
    return gradient.abs().reshape(-1, gradient.shape[-1]).amax(dim=1).tolist()


@test_case(
    points=1,
    failure_message="The module should have one parameter to learn, a table of max_len rows of width d_model.",
)
def test_one_learned_table(LearnedPositions):
    parameters = list(LearnedPositions(ROWS, D).parameters())
    assert len(parameters) == 1
    assert tuple(s for s in parameters[0].shape if s != 1) == (ROWS, D)


@test_case(points=1, failure_message="Token t of each sentence should become x plus row t of the learned table.")
def test_sum(LearnedPositions):
    x, pe = draw(0)
    expected = x + pe[:T]
    assert close(with_table(LearnedPositions(ROWS, D), pe)(x), expected)


@test_case(
    points=1,
    hidden=True,
    failure_message="All sentences of a batch should get the same rows: look up by position, not by place in the "
    "batch.",
)
def test_each_sentence_gets_the_same(LearnedPositions):
    x, pe = draw(1, length=7)
    added = with_table(LearnedPositions(ROWS, D), pe)(x.clone()) - x
    assert close(added, pe[:7].expand(B, 7, D))


@test_case(
    points=0.5,
    hidden=True,
    failure_message="The row depends on the position alone: other tokens at the same places should get the same rows.",
)
def test_the_token_does_not_matter(LearnedPositions):
    module = LearnedPositions(ROWS, D)
    x, _ = draw(2)
    one, other = module(x.clone()) - x, module(10 * x.abs()) - 10 * x.abs()
    assert torch.allclose(one, other, atol=TOLERANCE)
    assert not torch.allclose(one[:, 0], one[:, 1], atol=1e-3)


@test_case(
    points=1,
    hidden=True,
    failure_message="The offset is ignored: the first token stands at position `offset`.",
)
def test_offset(LearnedPositions):
    x, pe = draw(3)
    expected = x + pe[4:9]
    assert close(with_table(LearnedPositions(ROWS, D), pe)(x, offset=4), expected)


@test_case(
    points=1,
    hidden=True,
    failure_message="Training on T tokens should reach the first T rows of the table and no others.",
)
def test_gradient_reaches_the_rows_that_were_used(LearnedPositions):
    largest = probe_gradient(LearnedPositions(ROWS, D), torch.ones(B, T, D))
    assert len(largest) == ROWS
    assert all(abs(g - B) < TOLERANCE for g in largest[:T])
    assert all(g == 0 for g in largest[T:])


@test_case(
    points=1,
    hidden=True,
    failure_message="Each place of the batch up to the last row of the table can be read: with offset + T = max_len "
    "there is nothing wrong.",
)
def test_last_row_can_be_read(LearnedPositions):
    x, pe = draw(4, length=2)
    module = with_table(LearnedPositions(ROWS, D), pe)
    expected = x + pe[ROWS - 2 :]
    assert close(module(x, offset=ROWS - 2), expected)


@test_case(
    points=1,
    hidden=True,
    failure_message="There is no row for a position past the end: raise a ValueError. Do not reuse the last row, and "
    "do not start again from the first.",
)
def test_past_the_end(LearnedPositions):
    x, _ = draw(5, length=2)
    module = LearnedPositions(ROWS, D)
    assert tuple(module(x).shape) == (B, 2, D)
    try:
        module(x, offset=ROWS - 1)
    except ValueError:
        return
    raise AssertionError("no ValueError")


@test_case(points=0.5, hidden=True, failure_message="Your module changed its input in place; make a new tensor.")
def test_input_is_left_alone(LearnedPositions):
    x, _ = draw(6)
    before = x.clone()
    LearnedPositions(ROWS, D)(x)
    assert torch.equal(x, before)
