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


def probe_gradient(module, x):
    """Backward through the sum of all outputs in evaluation; the largest entry of the gradient of x.

    `add_positional`, which the module may call, is replaced by a plain sum meanwhile: a mistake there costs nothing here.
    """
    names = getattr(type(module).forward, "__globals__", {})
    before = {name: names[name] for name in ("add_positional",) if name in names}
    names.update(dict.fromkeys(before, lambda x, pe, offset=0: x + pe[..., offset : offset + x.shape[1], :]))
    try:
        module.eval()
        x = x.clone().requires_grad_()
        result = module(x * 1)  # torch refuses to write into x itself, which has a case of its own
        if result.requires_grad:
            result.sum().backward()
    finally:
        names.update(before)
    return 0.0 if x.grad is None else x.grad.abs().max().item()


def made(PositionalEncoding, pe, dropout=0.0):
    """A module in evaluation."""
    module = PositionalEncoding(pe, dropout=dropout)
    module.eval()
    return module


@test_case(
    points=1.25,
    failure_message="In evaluation the module should add row t of the table to token t of each sentence, for batches of the "
    "shape (B, T, d_model).",
)
def test_sum_without_dropout(PositionalEncoding):
    x, pe = draw(0)
    assert close(made(PositionalEncoding, pe)(x.clone()), x + pe[:T])


@test_case(
    points=1.25,
    failure_message="The module should have nothing to learn. An nn.Parameter would be changed by the optimizer; a buffer is "
    "not.",
)
def test_nothing_to_learn(PositionalEncoding):
    _, pe = draw(1)
    assert [name for name, _ in PositionalEncoding(pe).named_parameters()] == []


@test_case(
    points=1.5,
    failure_message='The table should be saved with the module: state_dict() should hold it under the name "pe". Is '
    "it a plain attribute, a buffer that is not persistent, or has it another name?",
)
def test_table_is_saved(PositionalEncoding):
    _, pe = draw(2)
    state = PositionalEncoding(pe).state_dict()
    assert "pe" in state
    assert torch.equal(state["pe"].reshape(ROWS, D), pe)


@test_case(
    points=0.75,
    hidden=True,
    failure_message="The table does not change its precision with the module: after .half() the sum of a "
    "half-precision batch should be float16.",
)
def test_table_moves_with_the_module(PositionalEncoding):
    assert probe_half(PositionalEncoding(draw(5)[1])) == "torch.float16"


@test_case(
    points=0.5,
    hidden=True,
    failure_message='A saved table should be found again: load_state_dict of {"pe": ...} gives the module the table that it adds from then on.',
)
def test_loaded_table_is_used(PositionalEncoding):
    x, pe = draw(3)
    module = made(PositionalEncoding, torch.zeros(ROWS, D))
    state = dict(module.state_dict())
    assert list(state) == ["pe"]
    module.load_state_dict({"pe": pe.reshape(state["pe"].shape)})
    assert close(module(x[:1].clone()), made(PositionalEncoding, pe)(x[:1].clone()))


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A step of training changed your table. It is a constant: keep it where no optimizer finds it.",
)
def test_training_leaves_the_table_alone(PositionalEncoding):
    x, pe = draw(9)
    before, after = probe_training(PositionalEncoding(pe, dropout=0.0), x)
    assert torch.equal(before, after)


@test_case(
    points=1.25,
    hidden=True,
    failure_message="The offset is ignored: the first token stands at position `offset`.",
)
def test_offset(PositionalEncoding):
    x, pe = draw(4)
    assert close(made(PositionalEncoding, pe)(x.clone(), offset=3), made(PositionalEncoding, pe[3:])(x.clone()))


@test_case(
    points=1.25,
    hidden=True,
    failure_message="In evaluation dropout should do nothing. nn.Dropout knows the mode; F.dropout has to be told.",
)
def test_no_dropout_in_evaluation(PositionalEncoding):
    x, pe = draw(6)
    assert close(made(PositionalEncoding, pe, dropout=0.6)(x.clone()), made(PositionalEncoding, pe)(x.clone()))


@test_case(
    points=1.25,
    hidden=True,
    failure_message="In training, dropout should fall on the sum, with the probability that was asked for: each entry is "
    "either 0 or the sum of token and encoding, divided by (1 - dropout). It should not fall on one of the two alone.",
)
def test_dropout_falls_on_the_sum(PositionalEncoding):
    x, pe = draw(7, batch=6, length=8, width=64)
    total = made(PositionalEncoding, pe)(x.clone())
    module = PositionalEncoding(pe, dropout=0.25)
    module.train()
    result = module(x.clone())
    dropped = result == 0
    assert 0.18 < dropped.float().mean().item() < 0.32
    assert close(result[~dropped], total[~dropped] / 0.75)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="A batch that needs more positions than the table has should raise a ValueError.",
)
def test_table_too_short(PositionalEncoding):
    x, pe = draw(8, length=2)
    module = made(PositionalEncoding, pe)
    try:
        module(x, offset=ROWS - 1)
    except ValueError:
        return
    raise AssertionError("no ValueError")


@test_case(points=1.25, hidden=True, failure_message="Your module changed its input in place; make a new tensor.")
def test_input_is_left_alone(PositionalEncoding):
    x, pe = draw(10)
    before = x.clone()
    made(PositionalEncoding, pe)(x)
    assert torch.equal(x, before)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="On a longer batch the module does not add row t to token t of each sentence.",
)
def test_a_longer_batch(PositionalEncoding):
    x, pe = draw(11, batch=2, length=8)
    assert close(made(PositionalEncoding, pe)(x.clone()), x + pe[:8])


@test_case(
    points=0.5,
    hidden=True,
    failure_message="No gradient reaches x: what lies below the positions, the tokens' embeddings, could not learn. It is the table that "
    "is a constant.",
)
def test_gradients_reach_x(PositionalEncoding):
    x, pe = draw(12)
    module = made(PositionalEncoding, pe)
    if not close(module(x.clone()), module(torch.zeros_like(x))):  # a token that is lost has a case of its own
        assert probe_gradient(module, x) > 0
