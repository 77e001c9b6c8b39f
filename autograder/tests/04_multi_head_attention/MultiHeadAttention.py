"""multi-head attention. Oracle: torch.nn.MultiheadAttention, whose masks are the opposite of `keep`.

Sizes differ pairwise, weights are wide and biases are not zero, so that no wrong axis or scale passes by luck.
"""

import torch
from otter.test_files import test_case
from torch import nn

OK_FORMAT = False
name = "MultiHeadAttention"
points = 14

B, T_Q, T_K, H, D = 2, 4, 6, 3, 15  # width of a head: 5
CLOSE = {"rtol": 1e-4, "atol": 1e-4}


def draw(seed, batch=B, queries=T_Q, keys=T_K, biases=False):
    """Inputs (query, key, value), and torch's layer with wide weights, ready for evaluation."""
    g = torch.Generator().manual_seed(seed)
    layer = nn.MultiheadAttention(D, H, batch_first=True).eval()
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=g) * 0.5)
        if not biases:
            layer.in_proj_bias.zero_()
            layer.out_proj.bias.zero_()
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
    """The student's module with the weights of torch's layer; where it has others, those stay: names are asked once."""
    module = cls(D, H)
    known, state = module.state_dict(), state_of(layer)
    fits = {name: tensor for name, tensor in state.items() if name in known and known[name].shape == tensor.shape}
    module.load_state_dict(dict(known) | fits)
    module.eval()
    return module


def probe_gradients(cls, inputs, d_model, n_heads):
    """For each parameter, by name, whether a gradient comes back to it.

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
        module(*inputs)[0].square().sum().backward()
    finally:
        names.update(before)
    return {
        name: parameter.grad is not None and bool(parameter.grad.any()) for name, parameter in module.named_parameters()
    }


def probe_gradients_of_inputs(cls, inputs, d_model, n_heads):
    """By input whether the output hangs on it, whether a gradient comes back to it, and to the projection that reads it.

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
        module.eval()
        inputs = [x.clone().requires_grad_() for x in inputs]
        usual = module(*(x * 1 for x in inputs))[0]  # torch refuses to write into a leaf, which has a case of its own
        if usual.requires_grad:
            usual.square().sum().backward()
        found = []
        for place, x in enumerate(inputs):
            others = [y.detach() for y in inputs]
            others[place] = x.detach() + torch.linspace(-2, 3, x.numel()).reshape(x.shape)
            hangs = not torch.allclose(module(*others)[0], usual, atol=1e-4)
            reader = getattr(getattr(module, ("q_proj", "k_proj", "v_proj")[place], None), "weight", None)
            read = reader is None or (reader.grad is not None and bool(reader.grad.any()))
            found.append((hangs, x.grad is not None and bool(x.grad.any()), read))
    finally:
        names.update(before)
    return found


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
    points=1.25,
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
    module = MultiHeadAttention(D, H)
    module.eval()
    _, weights = call(module, *inputs)
    assert torch.allclose(weights.sum(-1), torch.ones(weights.shape[:-1]), atol=1e-5)


@test_case(
    points=1.5,
    failure_message="With the same weights, loaded by their names, the output differs from nn.MultiheadAttention's. Is each "
    "head scaled by the square root of its own width? Are all heads joined, and out_proj applied?",
)
def test_output_agrees_with_torch(MultiHeadAttention):
    inputs, layer = draw(2)
    output, _ = call(student(MultiHeadAttention, layer), *inputs)
    assert torch.allclose(output, expected(layer, inputs)[0], **CLOSE)


@test_case(
    points=1.5,
    failure_message="A key that the mask hides still changes the output: three sequences and three heads, each sequence with "
    "its own padding, (B, T_q, T_k), and no looking ahead. The mask belongs to the sequence, in all heads.",
)
def test_masks(MultiHeadAttention):
    (q, k, v), layer = draw(5, batch=H, queries=T_K)
    keep = torch.arange(T_K) < torch.tensor([3, 5, 6])[:, None, None]
    keep = keep & torch.ones(T_K, T_K, dtype=torch.bool).tril()
    module = student(MultiHeadAttention, layer)
    for b, first in enumerate((3, 5, 4)):  # the third has no padding: its query 3 may not see keys 4 and 5
        other_k, other_v = k.clone(), v.clone()
        other_k[b, first:], other_v[b, first:] = 2.0, -9.0
        before, after = (call(module, q, *pair, keep)[0] for pair in ((k, v), (other_k, other_v)))
        assert torch.allclose(before[b, 3], after[b, 3], atol=1e-4)


@test_case(
    points=1.5,
    hidden=True,
    failure_message="With the same weights, loaded by their names, what the heads attend to is not softmax(QKᵀ/√d_head) of "
    "each head's own queries and keys.",
)
def test_weights_agree_with_torch(MultiHeadAttention):
    inputs, layer = draw(3)
    _, weights = call(student(MultiHeadAttention, layer), *inputs)
    assert torch.allclose(weights, expected(layer, inputs)[1].expand(weights.shape), **CLOSE)


@test_case(
    points=1,
    hidden=True,
    failure_message="The output is not what the weights mix: each head its own part of the values, v_proj(value), joined, then "
    "out_proj.",
)
def test_values(MultiHeadAttention):
    inputs, layer = draw(4)
    module = student(MultiHeadAttention, layer)
    output, weights = call(module, *inputs)
    state = state_of(layer)
    if "v_proj.weight" not in module.state_dict():
        return  # it has other values than these: names are asked above
    values = (inputs[2] @ state["v_proj.weight"].T).unflatten(-1, (H, D // H)).transpose(1, 2)
    if weights.shape == (B, H, T_Q, T_K):  # otherwise another case says so
        joined = (weights @ values).transpose(1, 2).flatten(2)
        assert torch.allclose(output, joined @ state["out_proj.weight"].T, **CLOSE)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A mask without a batch axis, (T_q, T_k), or with a 1 in it, (B, 1, T_k), should do what it does written "
    "out in full.",
)
def test_masks_that_broadcast(MultiHeadAttention):
    inputs, layer = draw(7)
    module = student(MultiHeadAttention, layer)
    padding = torch.arange(T_K) < torch.tensor([4, T_K])[:, None, None]
    for keep in (torch.ones(T_Q, T_K, dtype=torch.bool).tril(), padding):
        short, full = (call(module, *inputs, mask)[0] for mask in (keep, keep.expand(B, T_Q, T_K).clone()))
        assert torch.allclose(short, full, **CLOSE)


@test_case(
    points=1.5,
    hidden=True,
    failure_message="A query that may attend to nothing should get zero weights, so its output is out_proj's bias, "
    "never NaN.",
)
def test_a_query_that_sees_nothing(MultiHeadAttention):
    inputs, layer = draw(8, batch=H, biases=True)
    keep = torch.ones(H, T_Q, T_K, dtype=torch.bool)
    keep[1, 2] = False
    module = student(MultiHeadAttention, layer)
    output, weights = call(module, *inputs, keep)
    bias = dict(module.state_dict()).get("out_proj.bias", torch.zeros(D))
    assert not weights[1, ..., 2, :].any()
    assert torch.allclose(output[1, 2], bias, **CLOSE)


@test_case(
    points=1.5,
    hidden=True,
    failure_message="In training mode, two calls differ: there is no dropout in this layer.",
)
def test_nothing_random(MultiHeadAttention):
    inputs, layer = draw(15)
    module = student(MultiHeadAttention, layer)
    module.train()
    assert torch.equal(call(module, *inputs)[0], call(module, *inputs)[0])


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Very large scores make NaN or infinite numbers; softmax has to stay stable.",
)
def test_large_scores(MultiHeadAttention):
    (q, k, v), layer = draw(11)
    output, _ = call(student(MultiHeadAttention, layer), 40 * q, 40 * k, v)
    assert bool(output.isfinite().all())


@test_case(points=0.25, hidden=True, failure_message="Your layer changed its inputs or its mask; work on copies.")
def test_inputs_are_left_alone(MultiHeadAttention):
    inputs, layer = draw(13, batch=H)
    inputs.append(ragged(13, batch=H))
    copies = [x.clone() for x in inputs]
    call(student(MultiHeadAttention, layer), *inputs)
    assert all(torch.equal(x, y) for x, y in zip(inputs, copies, strict=True))


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Training could not change a projection: no gradient comes back to it. Is it used, without a detach, "
    "a no_grad or a .data?",
)
def test_gradients(MultiHeadAttention):
    inputs, _ = draw(16)
    got = probe_gradients(MultiHeadAttention, inputs, D, H)
    assert all(got[f"{letter}_proj.weight"] for letter in "qkv" if f"{letter}_proj.weight" in got)


@test_case(points=0.25, hidden=True, failure_message="A batch of one should keep its dimension of size 1.")
def test_batch_of_one(MultiHeadAttention):
    inputs, layer = draw(14, batch=1)
    assert call(student(MultiHeadAttention, layer), *inputs)[0].ndim == 3


@test_case(
    points=0.25,
    hidden=True,
    failure_message="No gradient comes back to query, key or value: the layers below this one could not learn. Is there a detach, a "
    "no_grad or a .data?",
)
def test_gradients_reach_the_inputs(MultiHeadAttention):
    inputs, _ = draw(17)
    got = probe_gradients_of_inputs(MultiHeadAttention, inputs, D, H)
    # what is not used at all, and what stops at a projection, has lost the points for that
    assert all(back for hangs, back, read in got if hangs and read)
