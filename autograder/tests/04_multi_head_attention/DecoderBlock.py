"""the decoder block. The oracle is torch's TransformerDecoderLayer; the parts are torch's own."""

import torch
from otter.test_files import test_case
from torch import nn

OK_FORMAT = False
name = "DecoderBlock"
points = 8

B, T_Q, T_K, D, H, D_FF = 2, 4, 6, 15, 3, 7
CLOSE = {"rtol": 1e-4, "atol": 1e-4}


def probe_decoder(cls, y, memory, keep_self, keep_memory, state, n_heads, dropout=0.0, training=False, calls=1):
    """Build the student's block from torch's parts with the weights of a TransformerDecoderLayer, and call it.

    Returns a dict: output and weights of each call, names in the state dict, y and memory after the calls, the
    weights that cross-attention gave last.
    """
    nn, y, memory = torch.nn, y.clone(), memory.clone()  # a change in place costs its own case only
    d_ff, d_model = state["linear1.weight"].shape

    gave = {}

    class Attention(nn.Module):
        def __init__(self, name):
            super().__init__()
            self.name = name
            self.core = nn.MultiheadAttention(d_model, n_heads, batch_first=True)
            start = f"{name}."
            self.core.load_state_dict({k.removeprefix(start): v for k, v in state.items() if k.startswith(start)})

        def forward(self, query, key, value, keep=None):
            if keep is not None:
                keep = ~keep.expand(len(query), query.shape[1], key.shape[1]).repeat_interleave(n_heads, dim=0)
            mixed, weights = self.core(query, key, value, attn_mask=keep, average_attn_weights=False)
            gave[self.name] = weights.detach()
            return mixed, weights

    norms = [nn.LayerNorm(d_model) for _ in range(3)]
    for i, norm in enumerate(norms, start=1):
        norm.load_state_dict({kind: state[f"norm{i}.{kind}"] for kind in ("weight", "bias")})
    network = nn.Sequential(nn.Linear(d_model, d_ff), nn.GELU(), nn.Linear(d_ff, d_model))
    linear = {f"{i}.{kind}": state[f"linear{1 + i // 2}.{kind}"] for i in (0, 2) for kind in ("weight", "bias")}
    network.load_state_dict(linear)
    block = cls(
        Attention("self_attn"), norms[0], Attention("multihead_attn"), norms[1], network, norms[2], dropout=dropout
    )
    block.train(training)
    torch.manual_seed(0)
    results = [block(y, memory, keep_self, keep_memory) for _ in range(calls)]
    return {
        "outputs": [output.detach() for output, _ in results],
        "weights": [weights.detach() for _, weights in results],
        "names": sorted({name.split(".")[0] for name in block.state_dict()}),
        "y": y,
        "memory": memory,
        "gave": gave.get("multihead_attn"),
    }


def probe_slope(cls, inputs, directions, parts):
    """How fast the block's output changes along a direction of its inputs: by autograd, and by trying.

    The parts are functions with weights of their own, in double precision and evaluation; each has one parameter, a factor. Of these it is
    said whether a gradient comes back.
    """
    nn = torch.nn

    class Attention(nn.Module):
        def __init__(self):
            super().__init__()
            self.factor = nn.Parameter(torch.tensor(1.3, dtype=torch.float64))

        def forward(self, query, key, value, keep=None):
            query, key, value = query.clone(), key.clone(), value.clone()  # who writes into x has a case of its own
            weights = torch.softmax(query @ key.transpose(-2, -1) / key.shape[-1] ** 0.5, dim=-1)
            return self.factor * (weights @ value), weights[:, None]

    class Bend(nn.Module):
        def __init__(self, factor):
            super().__init__()
            self.factor = nn.Parameter(torch.tensor(factor, dtype=torch.float64))

        def forward(self, x):
            x = x.clone()
            return (self.factor * x).tanh() + 0.5 * x

    made = [Attention() if part == "attention" else Bend(0.7 + 0.1 * place) for place, part in enumerate(parts)]
    block = cls(*made, dropout=0.0)
    block.eval()

    def total(tensors):
        return block(*tensors)[0].pow(3).sum()

    leaves = [x.clone().requires_grad_() for x in inputs]
    result = total([x * 1 for x in leaves])  # torch refuses to write into a leaf, which has a case of its own
    if result.requires_grad:
        result.backward()
    slopes = []
    for place, direction in enumerate(directions):
        ends = []
        for step in (1e-5, -1e-5):
            moved = [x.clone() for x in inputs]
            moved[place] = moved[place] + step * direction
            ends.append(float(total(moved).detach()))
        gradient = leaves[place].grad
        slopes.append((0.0 if gradient is None else float((gradient * direction).sum()), (ends[0] - ends[1]) / 2e-5))
    return slopes, [part.factor.grad is not None and bool(part.factor.grad) for part in made]


def draw(seed):
    """y (B, T_q, D), memory (B, T_k, D), torch's layer with wide weights, and these weights as plain tensors."""
    g = torch.Generator().manual_seed(seed)
    layer = nn.TransformerDecoderLayer(D, H, D_FF, dropout=0.0, activation="gelu", batch_first=True, norm_first=False)
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=g) * 0.6)
    state = {name: tensor.detach().clone() for name, tensor in layer.state_dict().items()}
    return torch.randn(B, T_Q, D, generator=g), torch.randn(B, T_K, D, generator=g), layer, state


SAME = 5  # where both sequences have one length, exchanged masks fit as well


def draw_same(seed):
    """y and memory of one length (B, SAME, D), and the weights."""
    _, _, _, state = draw(seed)
    y, memory = torch.randn(2, B, SAME, D, generator=torch.Generator().manual_seed(seed))
    return y, memory, state


@test_case(
    points=0.6,
    failure_message="The block should return output (B, T_q, d_model) and the cross-attention's weights (B, H, T_q, "
    "T_k).",
)
def test_shapes(DecoderBlock):
    y, memory, _, state = draw(0)
    got = probe_decoder(DecoderBlock, y, memory, None, None, state, H)
    assert tuple(got["outputs"][0].shape) == (B, T_Q, D)
    assert tuple(got["weights"][0].shape) == (B, H, T_Q, T_K)


@test_case(
    points=0.3,
    failure_message="state_dict() should hold the parts self_attention, norm1, cross_attention, norm2, feed_forward and norm3, "
    "each once, and nothing else.",
)
def test_names(DecoderBlock):
    y, memory, state = draw_same(1)
    names = probe_decoder(DecoderBlock, y, memory, None, None, state, H)["names"]
    assert names == ["cross_attention", "feed_forward", "norm1", "norm2", "norm3", "self_attention"]


@test_case(
    points=1.25,
    failure_message="The output differs from torch's TransformerDecoderLayer: self-attention, cross-attention (the target "
    "asks, the memory answers, as it is), feed-forward; after each, add the way around, then that step's norm.",
)
def test_agrees_with_torch(DecoderBlock):
    y, memory, layer, state = draw(2)
    got = probe_decoder(DecoderBlock, y, memory, None, None, state, H)
    assert torch.allclose(got["outputs"][0], layer(y, memory).detach(), **CLOSE)


@test_case(
    points=0.8,
    failure_message="With a mask over the future as keep_self, a later target token still changes an earlier one.",
)
def test_the_future_is_hidden(DecoderBlock):
    y, memory, state = draw_same(5)
    past = torch.ones(SAME, SAME, dtype=torch.bool).tril()
    other = y.clone()
    other[:, 2:] += torch.linspace(-9, 9, D)
    before, after = (probe_decoder(DecoderBlock, x, memory, past, None, state, H)["outputs"][0] for x in (y, other))
    assert torch.allclose(before[:, :2], after[:, :2], atol=1e-4)


@test_case(
    points=0.8,
    failure_message="With a padding mask as keep_memory, the hidden tokens of the memory still change the output.",
)
def test_hidden_memory(DecoderBlock):
    y, memory, state = draw_same(6)
    readable = (torch.arange(SAME) < 3).expand(B, 1, SAME)
    other = memory.clone()
    other[:, 3:] += torch.linspace(-9, 9, D)
    before, after = (probe_decoder(DecoderBlock, y, m, None, readable, state, H)["outputs"][0] for m in (memory, other))
    assert torch.allclose(before, after, atol=1e-4)


@test_case(points=0.8, hidden=True, failure_message="The second result should be the weights of the cross-attention.")
def test_cross_weights(DecoderBlock):
    y, memory, state = draw_same(4)
    got = probe_decoder(DecoderBlock, y, memory, None, None, state, H)
    assert torch.equal(got["weights"][0], got["gave"])


@test_case(
    points=0.8,
    hidden=True,
    failure_message="Without a mask, every target token may look at all: the same as with a mask that is open.",
)
def test_no_mask(DecoderBlock):
    y, memory, state = draw_same(3)
    full = torch.ones(SAME, SAME, dtype=torch.bool)
    none, opened = (probe_decoder(DecoderBlock, y, memory, keep, keep, state, H)["outputs"][0] for keep in (None, full))
    assert torch.allclose(none, opened, **CLOSE)


@test_case(
    points=0.8,
    hidden=True,
    failure_message="Dropout should fall on what each of the three steps puts out, before it is added: with everything dropped, "
    "the block should give what it gives where all three put out zeros.",
)
def test_what_is_dropped(DecoderBlock):
    y, memory, state = draw_same(7)
    last = ("self_attn.out_proj", "multihead_attn.out_proj", "linear2")
    silent = {name: torch.zeros_like(x) if name.startswith(last) else x for name, x in state.items()}
    dropped = probe_decoder(DecoderBlock, y, memory, None, None, state, H, 1.0, True)["outputs"][0]
    assert torch.allclose(dropped, probe_decoder(DecoderBlock, y, memory, None, None, silent, H)["outputs"][0], **CLOSE)


@test_case(points=0.8, hidden=True, failure_message="In evaluation mode numbers are still dropped: two calls differ.")
def test_no_dropout_in_evaluation(DecoderBlock):
    y, memory, state = draw_same(8)
    first, second = probe_decoder(DecoderBlock, y, memory, None, None, state, H, 0.5, False, 2)["outputs"]
    assert torch.equal(first, second)


@test_case(
    points=0.8, hidden=True, failure_message="Your block changed the target or the memory in place; make new tensors."
)
def test_inputs_are_left_alone(DecoderBlock):
    y, memory, state = draw_same(9)
    got = probe_decoder(DecoderBlock, y, memory, None, None, state, H)
    assert torch.equal(got["y"], y) and torch.equal(got["memory"], memory)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="The gradient of y or of the memory is not that of the block, or none comes back to one of its parts: the encoder learns "
    "through the memory. Is there a detach, a no_grad or a .data?",
)
def test_gradients(DecoderBlock):
    g = torch.Generator().manual_seed(10)
    y, along_y, memory, along_memory = torch.randn(4, B, SAME, D, generator=g).double()
    parts = ["attention", "norm1", "attention", "norm2", "feed_forward", "norm3"]
    slopes, back = probe_slope(DecoderBlock, [y, memory], [along_y, along_memory], parts)
    assert all(abs(by_autograd - by_trying) < 1e-3 * (1 + abs(by_trying)) for by_autograd, by_trying in slopes)
    if all(abs(by_trying) > 1e-9 for _, by_trying in slopes):  # what is not used has lost the points for that
        assert back[0] and back[2] and back[4]
