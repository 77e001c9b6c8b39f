"""the decoder block. The oracle is torch's TransformerDecoderLayer; the parts are torch's own."""

import torch
from otter.test_files import test_case
from torch import nn

OK_FORMAT = False
name = "DecoderBlock"
points = 8

B, T_Q, T_K, D, H, D_FF = 2, 4, 6, 15, 3, 7
CLOSE = {"rtol": 1e-4, "atol": 1e-4}


def probe_decoder(cls, y, memory, keep_self, keep_memory, state, n_heads, dropout=0.1, training=False, calls=1):
    """Build the student's block from torch's parts with the weights of a TransformerDecoderLayer, and call it.

    Returns a dict: output and weights of each call, names in the state dict, y and memory after the calls.
    """
    nn, y, memory = torch.nn, y.clone(), memory.clone()  # a change in place costs its own case only
    d_ff, d_model = state["linear1.weight"].shape

    class Attention(nn.Module):
        def __init__(self, name):
            super().__init__()
            self.core = nn.MultiheadAttention(d_model, n_heads, batch_first=True)
            start = f"{name}."
            self.core.load_state_dict({k.removeprefix(start): v for k, v in state.items() if k.startswith(start)})

        def forward(self, query, key, value, keep=None):
            if keep is not None:
                keep = ~keep.expand(len(query), query.shape[1], key.shape[1]).repeat_interleave(n_heads, dim=0)
            return self.core(query, key, value, attn_mask=keep, average_attn_weights=False)

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
    }


def draw(seed):
    """y (B, T_q, D), memory (B, T_k, D), torch's layer with wide weights, and these weights as plain tensors."""
    g = torch.Generator().manual_seed(seed)
    layer = nn.TransformerDecoderLayer(D, H, D_FF, dropout=0.0, activation="gelu", batch_first=True, norm_first=False)
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=g) * 0.6)
    state = {name: tensor.detach().clone() for name, tensor in layer.state_dict().items()}
    return torch.randn(B, T_Q, D, generator=g), torch.randn(B, T_K, D, generator=g), layer, state


PAST = torch.ones(T_Q, T_Q, dtype=torch.bool).tril()
READABLE = torch.arange(T_K)[None, None] < torch.tensor([3, 5])[:, None, None]


def cross_weights(layer, y, memory):
    """The weights of the layer's cross-attention, without masks."""
    y = layer.norm1(y + layer.self_attn(y, y, y)[0])
    return layer.multihead_attn(y, memory, memory, average_attn_weights=False)[1].detach()


@test_case(
    points=0.5,
    failure_message="The block should return output (B, T_q, d_model) and the cross-attention's weights (B, H, T_q, "
    "T_k).",
)
def test_shapes(DecoderBlock):
    y, memory, _, state = draw(0)
    got = probe_decoder(DecoderBlock, y, memory, None, None, state, H)
    assert tuple(got["outputs"][0].shape) == (B, T_Q, D)
    assert tuple(got["weights"][0].shape) == (B, H, T_Q, T_K)


@test_case(
    points=0.5, failure_message="Keep the parts: self_attention, norm1, cross_attention, norm2, feed_forward, norm3."
)
def test_names(DecoderBlock):
    y, memory, _, state = draw(1)
    names = probe_decoder(DecoderBlock, y, memory, None, None, state, H)["names"]
    assert names == ["cross_attention", "feed_forward", "norm1", "norm2", "norm3", "self_attention"]


@test_case(
    points=2,
    failure_message="The output differs from torch's TransformerDecoderLayer. In cross-attention the target asks; "
    "keys and "
    "values are the memory's.",
)
def test_agrees_with_torch(DecoderBlock):
    y, memory, layer, state = draw(2)
    got = probe_decoder(DecoderBlock, y, memory, None, None, state, H)
    assert torch.allclose(got["outputs"][0], layer(y, memory).detach(), **CLOSE)


@test_case(
    points=1,
    hidden=True,
    failure_message="With both masks, the output is wrong: keep_self is for the target, keep_memory for the source.",
)
def test_masks(DecoderBlock):
    y, memory, layer, state = draw(3)
    got = probe_decoder(DecoderBlock, y, memory, PAST, READABLE, state, H)
    expected = layer(y, memory, tgt_mask=~PAST, memory_key_padding_mask=~READABLE[:, 0]).detach()
    assert torch.allclose(got["outputs"][0], expected, **CLOSE)


@test_case(points=1, hidden=True, failure_message="The second result should be the weights of the cross-attention.")
def test_cross_weights(DecoderBlock):
    y, memory, layer, state = draw(4)
    got = probe_decoder(DecoderBlock, y, memory, None, None, state, H)
    assert torch.allclose(got["weights"][0], cross_weights(layer, y, memory), **CLOSE)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="With a mask over the future, a later target token still changes an earlier one.",
)
def test_the_future_is_hidden(DecoderBlock):
    y, memory, _, state = draw(5)
    before = probe_decoder(DecoderBlock, y.clone(), memory, PAST, None, state, H)["outputs"][0]
    y[:, 2] = 9.0 * torch.randn(D, generator=torch.Generator().manual_seed(5))
    after = probe_decoder(DecoderBlock, y, memory, PAST, None, state, H)["outputs"][0]
    assert torch.allclose(before[:, :2], after[:, :2], atol=1e-6)
    assert not torch.allclose(before[:, 2:], after[:, 2:], atol=1e-2)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="The memory should change the output, but its hidden (padded) tokens should not.",
)
def test_hidden_memory(DecoderBlock):
    y, memory, _, state = draw(6)
    before = probe_decoder(DecoderBlock, y, memory.clone(), None, READABLE, state, H)["outputs"][0]
    memory[0, 3:] = 7.0
    memory[1, 2] = torch.randn(D, generator=torch.Generator().manual_seed(6)) * 9
    after = probe_decoder(DecoderBlock, y, memory, None, READABLE, state, H)["outputs"][0]
    assert torch.allclose(before[0], after[0], atol=1e-6)
    assert not torch.allclose(before[1], after[1], atol=1e-2)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Each of the three steps needs its own way around and its own norm, after dropout.",
)
def test_what_is_dropped(DecoderBlock):
    y, memory, layer, state = draw(7)
    got = probe_decoder(DecoderBlock, y, memory, None, None, state, H, 1.0, True)
    assert torch.allclose(got["outputs"][0], layer.norm3(layer.norm2(layer.norm1(y))).detach(), **CLOSE)


@test_case(
    points=0.5, hidden=True, failure_message="In training two calls should differ, in evaluation they should agree."
)
def test_dropout(DecoderBlock):
    y, memory, _, state = draw(8)
    first, second = probe_decoder(DecoderBlock, y, memory, None, None, state, H, 0.5, False, 2)["outputs"]
    assert torch.equal(first, second)
    first, second = probe_decoder(DecoderBlock, y, memory, None, None, state, H, 0.5, True, 2)["outputs"]
    assert not torch.allclose(first, second, atol=1e-3)


@test_case(
    points=0.5, hidden=True, failure_message="Your block changed the target or the memory in place; make new tensors."
)
def test_inputs_are_left_alone(DecoderBlock):
    y, memory, _, state = draw(9)
    copies = y.clone(), memory.clone()
    got = probe_decoder(DecoderBlock, y, memory, PAST, READABLE, state, H)
    assert torch.equal(got["y"], copies[0]) and torch.equal(got["memory"], copies[1])


@test_case(
    points=0.5, hidden=True, failure_message="The order of the source tokens should not matter to cross-attention."
)
def test_order_of_the_memory_is_free(DecoderBlock):
    y, memory, _, state = draw(10)
    order = [2, 5, 0, 4, 1, 3]
    got = probe_decoder(DecoderBlock, y, memory, None, None, state, H)
    other = probe_decoder(DecoderBlock, y, memory[:, order].clone(), None, None, state, H)
    assert torch.allclose(got["outputs"][0], other["outputs"][0], **CLOSE)
    assert torch.allclose(got["weights"][0][..., order], other["weights"][0], **CLOSE)
