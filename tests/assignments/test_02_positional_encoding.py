"""Assignment 2's solution against the tables and rotations of published models, and its tolerances against mistakes.

XLM writes its table in the paper's order, Marian in halves; GPT-J rotates neighbours, LLaMA halves. Their code, in
`transformers`, knows nothing of ours.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from transformers import BertConfig
from transformers.models.bert.modeling_bert import BertEmbeddings
from transformers.models.gptj import modeling_gptj as gptj
from transformers.models.llama import modeling_llama as llama
from transformers.models.marian.modeling_marian import MarianSinusoidalPositionalEmbedding
from transformers.models.xlm.modeling_xlm import create_sinusoidal_embeddings

from autograder.authoring.assignment import Assignment, load_assignment
from autograder.authoring.test_files import load_test_file
from autograder.authoring.variants import load_variants
from autograder.grading.staging import given_files
from autograder.judge.reference import load_reference

KIT = Path(__file__).resolve().parents[2]
TESTS = KIT / "autograder" / "tests" / "02_positional_encoding"
SIZES = [(1, 2), (7, 6), (64, 10), (200, 64)]  # max_len, d_model


@pytest.fixture(scope="module")
def assignment() -> Assignment:
    return load_assignment(KIT / "solutions" / "02_positional_encoding", TESTS)


@pytest.fixture(scope="module")
def solution(assignment: Assignment) -> Iterator[SimpleNamespace]:
    """The names of the solved notebook."""
    with given_files(assignment) as given:
        yield SimpleNamespace(**load_reference(assignment, given))


def draw(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize(("max_len", "d_model"), SIZES)
def test_table_is_xlms_and_its_halves_are_marians(max_len: int, d_model: int, solution: SimpleNamespace) -> None:
    xlm = create_sinusoidal_embeddings(max_len, d_model, torch.empty(max_len, d_model))
    marian = MarianSinusoidalPositionalEmbedding(max_len, d_model).create_weight()
    ours = solution.sinusoidal_pe(max_len, d_model)
    assert torch.allclose(ours, xlm, atol=2e-5)
    assert torch.allclose(solution.change_layout(ours, "sin-cos", "halves"), marian, atol=2e-5)
    assert torch.equal(solution.change_layout(marian, "halves", "sin-cos"), xlm)


def test_lectures_order_holds_the_same_columns(solution: SimpleNamespace) -> None:
    paper, lecture = solution.sinusoidal_pe(50, 12), solution.sinusoidal_pe(50, 12, even="cos")
    assert torch.equal(paper[:, 0::2], lecture[:, 1::2])
    assert torch.equal(paper[:, 1::2], lecture[:, 0::2])
    assert not torch.allclose(paper, lecture, atol=0.5)


def test_attention_cannot_tell_the_layouts_apart(solution: SimpleNamespace) -> None:
    paper = solution.sinusoidal_pe(50, 12)
    expected = paper.double() @ paper.double().T
    for layout in solution.LAYOUTS:
        table = solution.change_layout(paper, "sin-cos", layout)
        assert torch.allclose(solution.pe_similarity(table).double(), expected, atol=1e-4)


@pytest.mark.parametrize("delta", [-9, -1, 0, 1, 30])
def test_a_step_in_xlms_table_is_a_rotation(delta: int, solution: SimpleNamespace) -> None:
    xlm = create_sinusoidal_embeddings(80, 16, torch.empty(80, 16))
    moved = xlm[20:40] @ solution.relative_rotation(delta, 16).T
    assert torch.allclose(moved, xlm[20 + delta : 40 + delta], atol=1e-4)


@pytest.mark.parametrize("offset", [0, 5])
def test_rope_is_gptjs(offset: int, solution: SimpleNamespace) -> None:
    x = draw(2, 3, 7, 10)
    sin, cos = gptj.create_sinusoidal_positions(offset + 7, 10)[None, offset:].split(5, dim=-1)
    theirs = gptj.apply_rotary_pos_emb(x.transpose(1, 2), sin, cos).transpose(1, 2)  # GPT-J: tokens before heads
    assert torch.allclose(solution.apply_rope(x, offset=offset), theirs, atol=1e-5)


def test_rope_of_halves_gives_llamas_scores(solution: SimpleNamespace) -> None:
    """With the columns brought into LLaMA's order the rotated vectors are LLaMA's, and so are all scores."""
    q, k = draw(2, 3, 7, 10, seed=1), draw(2, 3, 7, 10, seed=2)
    halves = [solution.change_layout(x, "sin-cos", "halves") for x in (q, k)]
    angles = torch.arange(7)[None, :, None] * solution.angle_rates(10).repeat(2)
    theirs = llama.apply_rotary_pos_emb(*halves, angles.cos(), angles.sin())
    ours = [solution.apply_rope(x) for x in (q, k)]
    for mine, other in zip(ours, theirs, strict=True):
        assert torch.allclose(solution.change_layout(mine, "sin-cos", "halves"), other, atol=1e-5)
    assert torch.allclose(ours[0] @ ours[1].mT, theirs[0] @ theirs[1].mT, atol=1e-4)


@pytest.mark.parametrize("source", ["sin-cos", "cos-sin", "halves"])
def test_repaired_weights_give_marians_scores(source: str, solution: SimpleNamespace) -> None:
    """Weights that were trained with Marian's table, in halves, give their scores with XLM's, and with every other one."""
    marian = MarianSinusoidalPositionalEmbedding(20, 10).create_weight()
    xlm = create_sinusoidal_embeddings(20, 10, torch.empty(20, 10))
    w = draw(10, 7)
    assert torch.allclose(xlm @ solution.repair_weights(w, "halves", "sin-cos"), marian @ w, atol=1e-4)
    there = solution.repair_weights(w, "halves", source)
    assert torch.allclose(solution.change_layout(marian, "halves", source) @ there, marian @ w, atol=1e-4)
    assert torch.equal(solution.repair_weights(there, source, "halves"), w)


def test_learned_positions_are_berts(solution: SimpleNamespace) -> None:
    config = BertConfig(vocab_size=30, hidden_size=12, num_attention_heads=2, max_position_embeddings=9)
    bert = BertEmbeddings(config).eval()
    bert.LayerNorm = torch.nn.Identity()
    torch.nn.init.zeros_(bert.token_type_embeddings.weight)
    ids = torch.tensor([[5, 6, 7, 8, 9, 9, 6], [1, 2, 3, 4, 5, 6, 7]])
    module = solution.LearnedPositions(9, 12)
    ((name, _),) = module.named_parameters()
    module.load_state_dict({name: bert.position_embeddings.weight.detach()})
    with torch.no_grad():
        words = bert.word_embeddings(ids)
        assert torch.allclose(module(words), bert(ids), atol=1e-6)
        assert torch.allclose(module(words[:, :3], offset=4), bert(ids[:, :3], past_key_values_length=4), atol=1e-6)


def in_module(build: Callable[..., Any], offset: int) -> torch.Tensor:
    """What a module in evaluation adds to a batch; its table is loaded, whatever its name is."""
    x, pe = draw(3, 5, 4, seed=3), draw(9, 4, seed=4)
    module = build(pe, 0.3) if build.__name__ == "PositionalEncoding" else build(9, 4)
    module.eval()
    state = {name: pe.reshape(value.shape) for name, value in module.state_dict().items() if value.numel() == 36}
    module.load_state_dict(state)
    with torch.no_grad():
        result: torch.Tensor = module(x, offset=offset)
    return result


def attend(x: torch.Tensor) -> torch.Tensor:
    return F.scaled_dot_product_attention(x, x, x)


def running_sum(x: torch.Tensor) -> torch.Tensor:
    return x.cumsum(dim=0)


ORDER = torch.tensor([2, 0, 5, 6, 1, 3, 4])
CALLS: dict[str, list[Callable[[Any], Any]]] = {
    "permutation_demo": [
        lambda f: f(running_sum, 1.5 * draw(7, 5), ORDER),
        lambda f: f(lambda x: -x[:1].expand(7, 5), draw(7, 5).abs(), ORDER),
    ],
    "angle_rates": [lambda f: f(14), lambda f: f(10, base=50.0)],
    "sinusoidal_pe": [lambda f: f(31, 14), lambda f: f(13, 10, even="cos"), lambda f: f(11, 6, base=30.0)],
    "add_positional": [
        lambda f: f(draw(3, 5, 4), draw(11, 4, seed=1)),
        lambda f: f(draw(3, 2, 4), draw(11, 4, seed=1), 7),
    ],
    "PositionalEncoding": [lambda f: in_module(f, 0), lambda f: in_module(f, 3)],
    "relative_rotation": [lambda f: f(4, 10), lambda f: f(-5, 8), lambda f: f(3, 6, base=20.0)],
    "pe_similarity": [lambda f: f(2 * draw(11, 6))],
    "repair_weights": [lambda f: f(draw(6, 5), "halves", "sin-cos"), lambda f: f(draw(6, 5), "sin-cos", "cos-sin")],
    "LearnedPositions": [lambda f: in_module(f, 0), lambda f: in_module(f, 4)],
    "apply_rope": [
        lambda f: f(draw(2, 3, 7, 10)),
        lambda f: f(draw(2, 3, 4, 10), offset=3),
        lambda f: f(draw(2, 3, 7, 6), base=25.0),
    ],
}


def numbers(result: Any) -> torch.Tensor:
    """All numbers of a result in one row."""
    parts = result if isinstance(result, tuple) else (result,)
    return torch.cat([torch.as_tensor(part, dtype=torch.float64).flatten() for part in parts])


@pytest.mark.parametrize("exercise", CALLS)
def test_tolerance_is_far_below_every_mistake(exercise: str, assignment: Assignment, solution: SimpleNamespace) -> None:
    """Each wrong solution is off by over 100 tolerances, unless its numbers are right (and its mistake another)."""
    tolerance = load_test_file(TESTS / f"{exercise}.py").namespace["TOLERANCE"]
    right = [numbers(call(vars(solution)[exercise])) for call in CALLS[exercise]]
    seen = 0
    for variant in load_variants(assignment):
        if variant.kind != "wrong" or variant.exercises != (exercise,):
            continue
        names = dict(vars(solution))
        exec(compile(variant.source, variant.name, "exec"), names)
        largest = 0.0
        for call, expected in zip(CALLS[exercise], right, strict=True):
            try:
                found = numbers(call(names[exercise]))
            except Exception:  # a mistake that raises needs no tolerance
                continue
            if found.shape != expected.shape:
                continue
            difference = (found - expected).abs()
            if exercise == "angle_rates":  # compared in relation to the rate
                difference = difference / expected.abs()
            largest = max(largest, difference.max().item())
        assert largest < tolerance / 10 or largest > 100 * tolerance, f"{variant.name} is off by {largest:.2g}"
        seen += largest > 100 * tolerance
    assert seen >= 3
