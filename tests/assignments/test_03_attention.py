"""Assignment 3's solution against torch's own attention, and how sharply its hidden cases tell right from wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from margins import blunt, tight
from torch import nn
from torch.nn.functional import scaled_dot_product_attention as torchs

from autograder.authoring.assignment import Assignment, load_assignment
from autograder.grading.staging import given_files
from autograder.judge.reference import load_reference

KIT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def assignment() -> Assignment:
    return load_assignment(KIT / "solutions" / "03_attention", KIT / "autograder" / "tests" / "03_attention")


@pytest.fixture(scope="module")
def given(assignment: Assignment) -> Iterator[Path]:
    with given_files(assignment) as folder:
        yield folder


@pytest.fixture(scope="module")
def names(assignment: Assignment, given: Path) -> dict:
    return load_reference(assignment, given)


@pytest.fixture(scope="module")
def solution(names: dict) -> SimpleNamespace:
    return SimpleNamespace(**names)


def test_padded_and_causal_batches_agree_with_torch(solution: SimpleNamespace) -> None:
    generator = torch.Generator().manual_seed(0)
    lengths = torch.tensor([4, 9, 1])
    q, k, v = (torch.randn(3, 9, width, generator=generator) for width in (5, 5, 7))
    keep = solution.combine_masks(solution.padding_mask(lengths, 9), None, solution.causal_mask(9))
    output, weights = solution.scaled_dot_product_attention(q, k, v, keep)
    assert torch.allclose(output, torchs(q, k, v, attn_mask=keep), atol=1e-6)
    assert not bool(weights[~keep.expand_as(weights)].any())


def test_a_causal_mask_of_another_length_is_torchs(solution: SimpleNamespace) -> None:
    generator = torch.Generator().manual_seed(1)
    q, k, v = (torch.randn(2, length, 6, generator=generator) for length in (4, 7, 7))
    output, _ = solution.scaled_dot_product_attention(q, k, v, solution.causal_mask(4, 7))
    assert torch.allclose(output, torchs(q, k, v, is_causal=True), atol=1e-6)


@pytest.mark.parametrize("memory_width", [None, 9])
def test_one_head_of_torchs_layer(solution: SimpleNamespace, memory_width: int | None) -> None:
    """nn.MultiheadAttention with one head, no bias and the identity behind it is self- or cross-attention."""
    torch.manual_seed(2)
    width, memory = 6, memory_width or 6
    layer = nn.MultiheadAttention(width, 1, bias=False, batch_first=True, kdim=memory_width, vdim=memory_width)
    with torch.no_grad():
        layer.out_proj.weight.copy_(torch.eye(width))
    x, y = torch.randn(2, 5, width), torch.randn(2, 8, memory)
    if memory_width is None:
        parts = layer.in_proj_weight.chunk(3)
        head = solution.SelfAttention(width, width, width)
    else:
        parts = (layer.q_proj_weight, layer.k_proj_weight, layer.v_proj_weight)
        head = solution.CrossAttention(width, memory, width, width)
    head.load_state_dict({f"w_{letter}.weight": part for letter, part in zip("qkv", parts, strict=True)})
    mine = head(x) if memory_width is None else head(x, y)
    theirs = layer(x, x, x) if memory_width is None else layer(x, y, y)
    assert torch.allclose(mine[0], theirs[0], atol=1e-6)
    assert torch.allclose(mine[1], theirs[1], atol=1e-6)


def test_every_wrong_solution_is_far_outside_the_tolerance(
    assignment: Assignment, given: Path, names: dict, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not blunt(assignment, given, names, monkeypatch)


def test_every_right_solution_is_well_inside_the_tolerance(
    assignment: Assignment, given: Path, names: dict, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not tight(assignment, given, names, monkeypatch)
