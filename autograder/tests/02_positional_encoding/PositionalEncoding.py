"""the table in a module. The tables are random, so they need no function of an earlier exercise."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "PositionalEncoding"
points = 12

B, T, D, ROWS = 3, 5, 4, 9
TOLERANCE = 1e-4


def draw(seed, batch=B, length=T, width=D):
    """A batch of shape (batch, length, width) and a table of shape (ROWS, width)."""
    g = torch.Generator().manual_seed(seed)
    return torch.randn(batch, length, width, generator=g), torch.randn(ROWS, width, generator=g)


def close(a, b):
    return tuple(a.shape) == tuple(b.shape) and torch.allclose(a, b, atol=TOLERANCE)


def probe_half(module):
    """Turn the module to half precision; the dtype of the sum of the table and a half-precision batch."""
    module.half()
    module.eval()
    return str(module(torch.zeros(1, 2, 4, dtype=torch.float16)).dtype)


def probe_training(module, x):
    """One large step of gradient descent on whatever the module has to learn; what it adds to zeros before and after."""
    module.eval()
    before = module(torch.zeros_like(x)).detach().clone()
    scale = torch.nn.Parameter(torch.ones(1))
    (scale * module(x)).sum().backward()
    with torch.no_grad():  # by hand: the first step of a torch.optim optimizer imports seconds' worth of modules
        for parameter in module.parameters():
            if parameter.grad is not None:
                parameter -= parameter.grad
    return before, module(torch.zeros_like(x)).detach().clone()


@test_case(
    points=1,
    failure_message="Without dropout the module should add row t of the table to token t of each sentence.",
)
def test_sum_without_dropout(PositionalEncoding):
    x, pe = draw(0)
    expected = x + pe[:T]
    assert close(PositionalEncoding(pe, dropout=0.0)(x), expected)


@test_case(
    points=1,
    failure_message="The module should have nothing to learn, yet keep the table. An nn.Parameter would be changed "
    "by the optimizer; a buffer is not.",
)
def test_nothing_to_learn(PositionalEncoding):
    _, pe = draw(1)
    module = PositionalEncoding(pe)
    module.eval()
    assert close(module(torch.zeros(1, T, D)), pe[None, :T])
    assert len(list(module.parameters())) == 0


@test_case(
    points=2,
    hidden=True,
    failure_message='The table should be saved with the module: state_dict() should hold it under the name "pe". Is '
    "it a plain attribute, or a buffer that is not persistent?",
)
def test_table_is_saved(PositionalEncoding):
    _, pe = draw(2)
    state = PositionalEncoding(pe).state_dict()
    assert "pe" in state
    assert torch.equal(state["pe"].reshape(ROWS, D), pe)


@test_case(
    points=1,
    hidden=True,
    failure_message="A step of training changed your table. It is a constant: keep it where no optimizer finds it.",
)
def test_training_leaves_the_table_alone(PositionalEncoding):
    x, pe = draw(9)
    before, after = probe_training(PositionalEncoding(pe), x)
    assert close(before, pe[:T].expand(B, T, D))
    assert torch.equal(before, after)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="After load_state_dict the module should add the loaded table, not the one it was made with.",
)
def test_loaded_table_is_used(PositionalEncoding):
    x, pe = draw(3)
    module = PositionalEncoding(torch.zeros(ROWS, D), dropout=0.0)
    state = dict(module.state_dict())
    state["pe"] = pe.reshape(state["pe"].shape)
    module.load_state_dict(state)
    expected = x + pe[:T]
    assert close(module(x), expected)


@test_case(
    points=1,
    hidden=True,
    failure_message="The offset is ignored: the first token stands at position `offset`.",
)
def test_offset(PositionalEncoding):
    x, pe = draw(4)
    expected = x + pe[3 : 3 + T]
    assert close(PositionalEncoding(pe, dropout=0.0)(x, offset=3), expected)


@test_case(
    points=1,
    hidden=True,
    failure_message="The table does not change its precision with the module: after .half() the sum of a "
    "half-precision batch should be float16.",
)
def test_table_moves_with_the_module(PositionalEncoding):
    assert probe_half(PositionalEncoding(draw(5)[1])) == "torch.float16"


@test_case(
    points=1,
    hidden=True,
    failure_message="In evaluation dropout should do nothing. nn.Dropout knows the mode; F.dropout has to be told.",
)
def test_no_dropout_in_evaluation(PositionalEncoding):
    x, pe = draw(6)
    module = PositionalEncoding(pe, dropout=0.6)
    module.eval()
    expected = x + pe[:T]
    assert close(module(x), expected)


@test_case(
    points=2,
    hidden=True,
    failure_message="In training, dropout should fall on the sum: each entry is either 0 or the sum of token and "
    "encoding, divided by (1 - dropout). It should not fall on one of the two alone.",
)
def test_dropout_falls_on_the_sum(PositionalEncoding):
    x, pe = draw(7, batch=20, length=8, width=16)
    total = x + pe[:8]
    module = PositionalEncoding(pe, dropout=0.25)
    module.train()
    result = module(x)
    assert tuple(result.shape) == (20, 8, 16)
    dropped = result == 0
    assert 0.15 < dropped.float().mean().item() < 0.35
    assert torch.allclose(result[~dropped], total[~dropped] / 0.75, atol=TOLERANCE)


@test_case(
    points=1,
    hidden=True,
    failure_message="A batch that needs more positions than the table has should raise a ValueError.",
)
def test_table_too_short(PositionalEncoding):
    x, pe = draw(8, length=2)
    module = PositionalEncoding(pe, dropout=0.0)
    assert tuple(module(x, offset=ROWS - 2).shape) == (B, 2, D)
    try:
        module(x, offset=ROWS - 1)
    except ValueError:
        return
    raise AssertionError("no ValueError")


@test_case(points=0.5, hidden=True, failure_message="Your module changed its input in place; make a new tensor.")
def test_input_is_left_alone(PositionalEncoding):
    x, pe = draw(10)
    before = x.clone()
    PositionalEncoding(pe, dropout=0.0)(x)
    assert torch.equal(x, before)
