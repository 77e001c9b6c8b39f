"""multi-head attention. Oracle: torch.nn.MultiheadAttention, whose masks are the opposite of `keep`.

Sizes differ pairwise, weights are wide and biases are not zero, so that no wrong axis or scale passes by luck.
"""

import torch
from otter.test_files import test_case
from torch import nn

OK_FORMAT = False
name = "MultiHeadAttention"
points = 16

B, T_Q, T_K, H, D = 2, 4, 6, 3, 15  # width of a head: 5
CLOSE = {"rtol": 1e-4, "atol": 1e-4}


def draw(seed, batch=B, queries=T_Q, keys=T_K):
    """Inputs (query, key, value), and torch's layer with wide weights, ready for evaluation."""
    g = torch.Generator().manual_seed(seed)
    layer = nn.MultiheadAttention(D, H, batch_first=True).eval()
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=g) * 0.5)
    inputs = [torch.randn(batch, length, D, generator=g) for length in (queries, keys, keys)]
    return inputs, layer


def state_of(layer):
    """The weights of torch's layer under the student's names."""
    state = {f"out_proj.{kind}": getattr(layer.out_proj, kind).detach().clone() for kind in ("weight", "bias")}
    for kind in ("weight", "bias"):
        stacked = getattr(layer, f"in_proj_{kind}").detach()
        for i, letter in enumerate("qkv"):
            state[f"{letter}_proj.{kind}"] = stacked[i * D : (i + 1) * D].clone()
    return state


def student(cls, layer):
    """The student's module with the weights of torch's layer."""
    module = cls(D, H)
    module.load_state_dict(state_of(layer))
    module.eval()
    return module


def probe_gradients(cls, inputs, state, d_model, n_heads):
    """The gradients of the output's squares for the parameters, by name.

    Earlier exercises that the layer calls are replaced by tensor methods meanwhile: a mistake there costs nothing here.
    """
    known = {
        "split_heads": lambda x, n_heads: x.unflatten(-1, (n_heads, -1)).transpose(1, 2),
        "merge_heads": lambda x: x.transpose(1, 2).flatten(2),
    }
    names = getattr(cls.forward, "__globals__", {})
    before = {name: names[name] for name in known if name in names}
    names.update({name: known[name] for name in before})
    try:
        module = cls(d_model, n_heads)
        module.load_state_dict(state)
        module(*inputs)[0].square().sum().backward()
    finally:
        names.update(before)
    return {name: parameter.grad for name, parameter in module.named_parameters()}


def call(module, *args):
    """(output, weights), without gradients."""
    output, weights = module(*args)
    return output.detach(), weights.detach()


def expected(layer, inputs, hidden=None):
    """Torch's (output, weights); `hidden` is True where a query may not attend, (B, T_q, T_k)."""
    if hidden is not None:
        hidden = hidden.repeat_interleave(H, dim=0)
    with torch.no_grad():
        return layer(*inputs, attn_mask=hidden, average_attn_weights=False)


def ragged(seed, batch=B, queries=T_Q, keys=T_K):
    """A mask (batch, queries, keys) with open, closed and one fully open row, every row open somewhere."""
    keep = torch.rand(batch, queries, keys, generator=torch.Generator().manual_seed(seed)) > 0.5
    keep[:, :, 1] = True
    keep[0, 1] = True
    keep[:, :, 4] = torch.arange(batch)[:, None] % 2 == 0
    return keep


@test_case(
    points=1,
    failure_message="Output should be (B, T_q, d_model) and weights (B, H, T_q, T_k), one table of weights a head.",
)
def test_shapes(MultiHeadAttention):
    inputs, _ = draw(0)
    output, weights = call(MultiHeadAttention(D, H), *inputs)
    assert tuple(output.shape) == (B, T_Q, D)
    assert tuple(weights.shape) == (B, H, T_Q, T_K)


@test_case(
    points=1.5,
    failure_message="state_dict() should name q_proj, k_proj, v_proj and out_proj, each a weight (d_model, d_model) "
    "and a bias.",
)
def test_names(MultiHeadAttention):
    shapes = {name: tuple(tensor.shape) for name, tensor in MultiHeadAttention(D, H).state_dict().items()}
    projections = ("q_proj", "k_proj", "v_proj", "out_proj")
    assert shapes == {f"{p}.weight": (D, D) for p in projections} | {f"{p}.bias": (D,) for p in projections}


@test_case(points=1, failure_message="In each head, each query's weights should sum to 1 over the keys.")
def test_rows_sum_to_one(MultiHeadAttention):
    inputs, _ = draw(1)
    _, weights = call(MultiHeadAttention(D, H), *inputs)
    assert torch.allclose(weights.sum(-1), torch.ones(B, H, T_Q), atol=1e-5)
    assert float(weights.min()) >= 0


@test_case(
    points=2.5,
    failure_message="With the same weights, the output differs from nn.MultiheadAttention's. Is each head scaled by "
    "the "
    "square root of its own width? Are all heads joined, and out_proj applied?",
)
def test_output_agrees_with_torch(MultiHeadAttention):
    inputs, layer = draw(2)
    output, _ = call(student(MultiHeadAttention, layer), *inputs)
    assert torch.allclose(output, expected(layer, inputs)[0], **CLOSE)


@test_case(
    points=1,
    hidden=True,
    failure_message="The heads' weights differ from nn.MultiheadAttention's: does each head have its own?",
)
def test_weights_agree_with_torch(MultiHeadAttention):
    inputs, layer = draw(3)
    _, weights = call(student(MultiHeadAttention, layer), *inputs)
    assert torch.allclose(weights, expected(layer, inputs)[1], **CLOSE)


@test_case(
    points=1.5, hidden=True, failure_message="A padding mask (B, 1, T_k) should hide the same keys in all heads."
)
def test_padding_mask(MultiHeadAttention):
    inputs, layer = draw(4)
    keep = torch.arange(T_K)[None, None, :] < torch.tensor([4, T_K])[:, None, None]
    output, weights = call(student(MultiHeadAttention, layer), *inputs, keep)
    wanted = expected(layer, inputs, ~keep.expand(B, T_Q, T_K))
    assert torch.allclose(output, wanted[0], **CLOSE)
    assert torch.allclose(weights, wanted[1], **CLOSE)


@test_case(
    points=1.5,
    hidden=True,
    failure_message="With as many sequences as heads, a mask (B, T_q, T_k) goes wrong: it is a mask for each "
    "sequence, not "
    "for each head.",
)
def test_as_many_sequences_as_heads(MultiHeadAttention):
    inputs, layer = draw(5, batch=H)
    keep = ragged(5, batch=H)
    output, _ = call(student(MultiHeadAttention, layer), *inputs, keep)
    assert torch.allclose(output, expected(layer, inputs, ~keep)[0], **CLOSE)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="In training mode, two calls differ: there is no dropout in this layer.",
)
def test_nothing_random(MultiHeadAttention):
    inputs, layer = draw(15)
    module = student(MultiHeadAttention, layer)
    module.train()
    output, weights = call(module, *inputs)
    wanted = expected(layer, inputs)
    assert torch.allclose(output, wanted[0], **CLOSE)
    assert torch.allclose(weights, wanted[1], **CLOSE)


@test_case(points=0.5, hidden=True, failure_message="A mask (B, T_q, T_k) should be the same for all heads.")
def test_ragged_mask(MultiHeadAttention):
    inputs, layer = draw(6)
    keep = ragged(6)
    _, weights = call(student(MultiHeadAttention, layer), *inputs, keep)
    assert torch.allclose(weights, expected(layer, inputs, ~keep)[1], **CLOSE)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A mask without a batch axis, (T_q, T_k), should serve all sequences and heads.",
)
def test_mask_without_batch(MultiHeadAttention):
    inputs, layer = draw(7)
    keep = torch.ones(T_Q, T_K, dtype=torch.bool).tril()
    output, _ = call(student(MultiHeadAttention, layer), *inputs, keep)
    assert torch.allclose(output, expected(layer, inputs, ~keep.expand(B, T_Q, T_K))[0], **CLOSE)


@test_case(
    points=1,
    hidden=True,
    failure_message="A query that may attend to nothing should get zero weights, so its output is out_proj's bias, "
    "never NaN.",
)
def test_a_query_that_sees_nothing(MultiHeadAttention):
    inputs, layer = draw(8)
    keep = ragged(8)
    keep[1, 2] = False
    output, weights = call(student(MultiHeadAttention, layer), *inputs, keep)
    assert torch.equal(weights[1, :, 2], torch.zeros(H, T_K))
    assert torch.allclose(output[1, 2], layer.out_proj.bias.detach(), **CLOSE)
    assert bool(output.isfinite().all())


@test_case(points=0.5, hidden=True, failure_message="A key that no query may see still changes the output.")
def test_a_masked_key_changes_nothing(MultiHeadAttention):
    (q, k, v), layer = draw(9)
    keep = ragged(9)
    keep[..., 3] = False
    module = student(MultiHeadAttention, layer)
    before, _ = call(module, q, k, v, keep)
    k[:, 3], v[:, 3] = 9.0, -9.0
    after, _ = call(module, q, k, v, keep)
    assert torch.allclose(before, after, atol=1e-6)


@test_case(
    points=0.5, hidden=True, failure_message="Keys and values change places together: the output should stay the same."
)
def test_order_of_the_keys_is_free(MultiHeadAttention):
    (q, k, v), layer = draw(10)
    module = student(MultiHeadAttention, layer)
    order = [3, 0, 5, 1, 4, 2]
    assert torch.allclose(call(module, q, k, v)[0], call(module, q, k[:, order], v[:, order])[0], **CLOSE)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Very large scores make NaN or infinite numbers; softmax has to stay stable.",
)
def test_large_scores(MultiHeadAttention):
    (q, k, v), layer = draw(11)
    output, weights = call(student(MultiHeadAttention, layer), 40 * q, 40 * k, v, ragged(11))
    assert bool(output.isfinite().all())
    assert torch.allclose(weights.sum(-1), torch.ones(B, H, T_Q), atol=1e-5)


@test_case(points=0.5, hidden=True, failure_message="A parameter takes no part in the output.")
def test_every_parameter_is_used(MultiHeadAttention):
    inputs, layer = draw(12)
    module = student(MultiHeadAttention, layer)
    before, _ = call(module, *inputs)
    state = {name: tensor.detach().clone() for name, tensor in module.state_dict().items()}
    for name in state:
        # the keys' bias adds the same to all scores of a query, so softmax takes it out again
        if name != "k_proj.bias":
            module.load_state_dict(state | {name: state[name] + torch.linspace(-1, 1, D)})
            assert not torch.allclose(before, call(module, *inputs)[0], atol=1e-3)


@test_case(points=0.5, hidden=True, failure_message="Your layer changed its inputs or its mask; work on copies.")
def test_inputs_are_left_alone(MultiHeadAttention):
    inputs, layer = draw(13)
    inputs.append(ragged(13))
    copies = [x.clone() for x in inputs]
    call(student(MultiHeadAttention, layer), *inputs)
    assert all(torch.equal(x, y) for x, y in zip(inputs, copies, strict=True))


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Training could not change a projection: no gradient comes back to it. Is there a detach, a no_grad "
    "or a .data?",
)
def test_gradients(MultiHeadAttention):
    inputs, layer = draw(16)
    layer(*inputs)[0].square().sum().backward()
    wanted = {f"out_proj.{kind}": getattr(layer.out_proj, kind).grad for kind in ("weight", "bias")}
    for kind in ("weight", "bias"):
        parts = getattr(layer, f"in_proj_{kind}").grad.split(D)
        wanted |= {f"{letter}_proj.{kind}": part for letter, part in zip("qkv", parts, strict=True)}
    got = probe_gradients(MultiHeadAttention, inputs, state_of(layer), D, H)
    assert all(torch.allclose(got[name], grad, rtol=1e-3, atol=1e-3) for name, grad in wanted.items())


@test_case(
    points=0.5, hidden=True, failure_message="A batch of one should give the same as its place in a larger batch."
)
def test_batch_of_one(MultiHeadAttention):
    (q, k, v), layer = draw(14)
    keep = ragged(14)
    module = student(MultiHeadAttention, layer)
    whole, _ = call(module, q, k, v, keep)
    alone, _ = call(module, q[1:], k[1:], v[1:], keep[1:])
    assert alone.shape == (1, T_Q, D)
    assert torch.allclose(whole[1:], alone, **CLOSE)
