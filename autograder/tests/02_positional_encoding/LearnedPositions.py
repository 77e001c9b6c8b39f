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
    if parameter.numel() > pe.numel():  # too many rows: a case of its own
        pe = torch.cat([pe, torch.zeros(parameter.numel() // D - ROWS, D)])
    state[key] = pe.reshape(parameter.shape)
    module.load_state_dict(state)
    return module


def probe_known(cls, pe, x, offsets, behind):
    """What a module with this table gives for x at offsets, and at some counted from the end of its table; a name where it raises.

    The table is put into the only parameter, so that what comes out does not depend on how the module draws its own; a module that has
    not one that fits keeps what it has.
    """
    rows, width = pe.shape
    module = cls(rows, width)
    parameters = list(module.parameters())
    size = sum(parameter.numel() for parameter in parameters)
    if len(parameters) == 1 and size >= pe.numel() and size % width == 0:
        with torch.no_grad():
            more = torch.zeros(size // width - rows, width)
            parameters[0].copy_(torch.cat([pe, more]).reshape(parameters[0].shape))
    results = []
    for offset in [*offsets, *((size // width or rows) + after for after in behind)]:
        try:
            results.append(module(x.clone(), offset=offset).detach())
        except Exception as error:
            results.append(next(kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins"))
    return results


def close(a, b):
    return tuple(a.shape) == tuple(b.shape) and torch.allclose(a, b, atol=TOLERANCE)


def probe_gradients(module, x):
    """Backward through the sum of all outputs; the largest entry of the gradient of x, and of each row of the table.

    `add_positional`, which the module may call, is replaced by a plain sum meanwhile: a mistake there costs nothing here.
    """
    names = getattr(type(module).forward, "__globals__", {})
    before = {name: names[name] for name in ("add_positional",) if name in names}
    names.update(dict.fromkeys(before, lambda x, pe, offset=0: x + pe[offset : offset + x.shape[1]]))
    try:
        x = x.clone().requires_grad_()
        result = module(x * 1)  # torch refuses to write into x itself, which has a case of its own
        if result.requires_grad:
            result.sum().backward()
    finally:
        names.update(before)
    gradients = [parameter.grad for parameter in module.parameters() if parameter.grad is not None]
    of_rows = [gradient.abs().reshape(-1, x.shape[-1]).amax(dim=1).tolist() for gradient in gradients[:1]]
    return 0.0 if x.grad is None else x.grad.abs().max().item(), of_rows[0] if of_rows else []


@test_case(
    points=1,
    failure_message="The module should have one parameter to learn, a table of max_len rows of width d_model.",
)
def test_one_learned_table(LearnedPositions):
    shapes = [tuple(parameter.shape) for parameter in LearnedPositions(ROWS, D).parameters()]
    assert [tuple(size for size in shape if size != 1) for shape in shapes] == [(ROWS, D)]


@test_case(
    points=1,
    failure_message="Token t of each sentence should become x plus row t of the learned table, from row 0 on.",
)
def test_sum(LearnedPositions):
    x, pe = draw(0)
    assert close(with_table(LearnedPositions(ROWS, D), pe)(x.clone()), x + pe[:T])


@test_case(
    points=1,
    failure_message="There is no row for a position past the end: raise a ValueError. Do not reuse the last row, do not start "
    "again from the first, and do not leave it to nn.Embedding.",
)
def test_past_the_end(LearnedPositions):
    x, pe = draw(5, length=2)
    assert probe_known(LearnedPositions, pe, x[:1], [], [-1]) == ["ValueError"]


@test_case(
    points=0.5,
    hidden=True,
    failure_message="What is added to the tokens should be the same in each sentence of a batch.",
)
def test_each_sentence_gets_the_same(LearnedPositions):
    x, _ = draw(1, length=7)
    x = x[:1].repeat(B, 1, 1)  # the same sentence several times: a token that is lost has a case of its own
    result = LearnedPositions(ROWS, D)(x)
    assert close(result[1:], result[:1].expand(B - 1, 7, D))


@test_case(
    points=1,
    hidden=True,
    failure_message="The offset is ignored: the first token stands at position `offset`.",
)
def test_offset(LearnedPositions):
    _, pe = draw(2)
    [whole] = probe_known(LearnedPositions, pe, torch.zeros(1, 8, D), [0], [])
    alone = probe_known(LearnedPositions, pe, torch.zeros(1, 1, D), [4, 5], [])
    assert not any(isinstance(result, str) for result in (whole, *alone))
    if not close(whole[:, :1], whole[:, 1:2]):  # rows by sentence, or all alike, have cost the points of another case
        assert close(torch.cat(alone, dim=1), whole[:, 4:6])


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Up to the last row of the table everything can be read (offset + T = max_len); behind it, nothing: "
    "ValueError.",
)
def test_where_the_table_ends(LearnedPositions):
    x, pe = draw(4, length=2)
    inside, behind = probe_known(LearnedPositions, pe, x[:1], [ROWS - 2], [3])
    assert isinstance(inside, torch.Tensor)
    assert isinstance(behind, str) and behind == "ValueError"


@test_case(
    points=1,
    hidden=True,
    failure_message="Training on T tokens should reach T rows of the table, each of them, the first too.",
)
def test_gradient_reaches_the_rows_that_were_used(LearnedPositions):
    _, largest = probe_gradients(LearnedPositions(ROWS, D), torch.ones(T, T, D))
    assert sum(number > 0 for number in largest) == T


@test_case(
    points=1,
    hidden=True,
    failure_message="The rows should be random at first: if all are alike, positions look alike.",
)
def test_random_at_first(LearnedPositions):
    (rows,) = [parameter.reshape(-1, D) for parameter in LearnedPositions(ROWS, D).parameters()]
    assert not close(rows[1:2], rows[2:3])


@test_case(
    points=0.2,
    hidden=True,
    failure_message="No gradient reaches x: what lies below the positions, the tokens' own embeddings, could not learn.",
)
def test_gradients_reach_x(LearnedPositions):
    x, _ = draw(7)
    module = LearnedPositions(ROWS, D)
    if not close(module(x.clone()), module(torch.zeros_like(x))):  # a token that is lost has a case of its own
        assert probe_gradients(module, x)[0] > 0


@test_case(points=0.8, hidden=True, failure_message="Your module changed its input in place; make a new tensor.")
def test_input_is_left_alone(LearnedPositions):
    x, _ = draw(6)
    before = x.clone()
    LearnedPositions(ROWS, D)(x)
    assert torch.equal(x, before)
