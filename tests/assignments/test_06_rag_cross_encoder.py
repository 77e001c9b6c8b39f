"""The cross-encoder that students get: what it reads, what it learnt, and how far that holds in wordings that it was not trained on."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from small_world import FOLDER, KIT

from autograder.authoring.assignment import load_assignment
from autograder.grading.staging import given_files
from autograder.judge.reference import importable, load_reference
from autograder.worlds import make_world, write_world
from autograder.worlds.texts import LEXICONS

FERRY = "The ferry leaves Port Alda for the mainland at 09:40. The crossing takes 55 minutes."
BREAD = "The bakery in Mill Lane sells rye bread for 3 crowns. It opens at 06:30."


@pytest.fixture(scope="module")
def kit() -> Iterator[SimpleNamespace]:
    """The given module, the parts of the notebook, and the script that trained."""
    torch.set_num_threads(1)
    assignment = load_assignment(FOLDER, KIT / "autograder" / "tests" / FOLDER.name)
    with given_files(assignment) as given, importable(given):
        import cross_encoder

        sys.path.append(str(FOLDER))
        import train_cross_encoder

        names = load_reference(assignment, given)
        yield SimpleNamespace(module=cross_encoder, script=train_cross_encoder, names=names)
        sys.path.remove(str(FOLDER))


@pytest.fixture(scope="module")
def model(kit: SimpleNamespace) -> Any:
    return kit.module.CrossEncoder.load()


def test_what_answers_is_ahead(model: Any) -> None:
    for question, passages in (
        ("When does the ferry leave for the mainland?", [FERRY, BREAD]),
        ("How much is the rye bread of the bakery?", [BREAD, FERRY]),
    ):
        first, second = model.answers(question, passages)
        assert first > second + 2


def test_the_input_is_what_the_exercise_makes(kit: SimpleNamespace, model: Any) -> None:
    pair = ("When does the ferry leave?", FERRY)
    ids, kinds, keep, _ = model.batch([pair])
    question, passage = (model.tokenizer.encode(text, add_special_tokens=False).ids for text in pair)
    assert kit.names["pair_input"](question, passage, 160) == (ids[0].tolist(), kinds[0].tolist())
    assert keep.all()


@pytest.mark.parametrize("words", [97, 98, 157, 160, 400])
@pytest.mark.parametrize("passage", [FERRY, FERRY * 20, ""])
def test_a_question_that_fills_the_input_is_cut(kit: SimpleNamespace, model: Any, words: int, passage: str) -> None:
    """One longer than the whole input, too: it is read as far as it may be, and nothing is raised."""
    question = "When does the ferry leave?" + " ferry" * (words - 6) + "!"
    ids, kinds, _, _ = model.batch([(question, passage)])
    asked, read = (model.whole.encode(text, add_special_tokens=False).ids for text in (question, passage))
    longest = kit.module.MAX_TOKENS
    expected = kit.names["pair_input"](asked[: kit.module.QUESTION_TOKENS], read, longest)
    assert expected == (ids[0].tolist(), kinds[0].tolist()) and len(ids[0]) <= longest
    [reading] = model.read([(question, passage)])
    assert len(reading.tags) == len(read[: longest - min(len(asked), kit.module.QUESTION_TOKENS) - 3])
    assert len(kit.module.example(model, {"question": question, "passage": passage, "answers": 1.0}).ids) <= longest


def test_the_ids_in_the_text_are_the_tokenizers(model: Any) -> None:
    assignment = load_assignment(FOLDER, KIT / "autograder" / "tests" / FOLDER.name)
    [text] = [cell.source for cell in assignment.master.cells if "| ids | 101 |" in cell.source]
    [said] = [line for line in text.splitlines() if line.startswith("| ids |")]
    shown = model.tokenizer.encode("when ferry", "the ferry leaves").ids
    assert [int(cell) for cell in said.split("|")[2:-1]] == shown


def test_a_long_passage_loses_its_end_and_the_question_nothing(kit: SimpleNamespace, model: Any) -> None:
    question, passage = "When does the ferry leave?", FERRY * 20
    ids, kinds, _, _ = model.batch([(question, passage)])
    made = [model.tokenizer.encode(text, add_special_tokens=False).ids for text in (question, FERRY)]
    whole = [made[0], [one for _ in range(20) for one in made[1]]]
    assert kit.names["pair_input"](*whole, kit.module.MAX_TOKENS) == (ids[0].tolist(), kinds[0].tolist())


def test_tags_know_where_their_tokens_stand(model: Any) -> None:
    [reading] = model.read([("How long does the crossing take?", FERRY)])
    assert {FERRY[start:end] for start, end in reading.places} >= {"ferry", "Port", "55", "minutes"}
    place = FERRY.index("55 minutes")
    assert reading.tag(place, place + 10) == pytest.approx(reading.tags[-3:-1].mean(), abs=1e-6)
    assert reading.tag(5000, 5010) < -10


def test_batches_change_nothing(model: Any) -> None:
    pairs = [("When does the ferry leave?", FERRY), ("Where is bread sold?", BREAD), ("Who?", "Nobody.")]
    together, alone = model.read(pairs), [model.read([pair])[0] for pair in pairs]
    for one, other in zip(together, alone, strict=True):
        assert one.answers == pytest.approx(other.answers, abs=1e-3)
        np.testing.assert_allclose(one.tags, other.tags, atol=1e-3)


def test_weights_are_small_and_hold_what_was_learnt(kit: SimpleNamespace, tmp_path: Path) -> None:
    from safetensors.torch import load_file

    weights = load_file(kit.module.WEIGHTS)
    assert kit.module.WEIGHTS.stat().st_size < 8 * 2**20
    model = kit.module.CrossEncoder.load(merge=False)
    assert weights.keys() == model.learnt().keys()
    model.save(tmp_path / "again.safetensors")
    assert (tmp_path / "again.safetensors").read_bytes() == kit.module.WEIGHTS.read_bytes()


def test_merged_it_reads_the_same(kit: SimpleNamespace, model: Any) -> None:
    apart = kit.module.CrossEncoder.load(merge=False)
    pair = ("When does the ferry leave?", FERRY)
    assert apart.read([pair])[0].answers == pytest.approx(model.read([pair])[0].answers, abs=1e-3)


def test_weights_of_another_model_are_named(kit: SimpleNamespace, tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    weights = load_file(kit.module.WEIGHTS)
    weights.pop("of_token.bias")
    save_file(weights, tmp_path / "other.safetensors")
    with pytest.raises(ValueError, match=r"of_token\.bias"):
        kit.module.CrossEncoder.load(tmp_path / "other.safetensors")


def test_training_learns_and_repeats_itself(kit: SimpleNamespace) -> None:
    pairs = [
        {"question": "When does the ferry leave?", "passage": FERRY, "answers": 1.0, "marked": [(44, 49)]},
        {"question": "When does the ferry leave?", "passage": BREAD, "answers": 0.0, "marked": []},
        {"question": "What does bread cost?", "passage": BREAD, "answers": 1.0, "marked": None},
        {"question": "What does bread cost?", "passage": FERRY, "answers": 0.0},
    ]
    runs = [kit.module.train(pairs, steps=12, batch_size=4, rate=3e-3, seed=1) for _ in range(2)]
    (one, losses), (other, again) = runs
    assert losses == again and sum(losses[-3:]) < 0.8 * sum(losses[:3])
    assert all(torch.equal(one.learnt()[name], other.learnt()[name]) for name in one.learnt())
    assert not any(value.requires_grad for name, value in one.encoder.named_parameters() if name.endswith("linear.weight"))


@pytest.fixture(scope="module")
def unseen(kit: SimpleNamespace, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Pairs of a world in the half of the held-out wordings that training has not seen; all questions, hard negatives."""
    from rag_contract import load_world

    whole = LEXICONS["held-out"]
    try:
        kit.script.use_half(1)
        made = make_world("cross-encoder, for tests", media=False, wording="held-out")
    finally:
        LEXICONS["held-out"] = whole
    world = load_world(write_world(made, tmp_path_factory.mktemp("world"), variants=False))
    return kit.script.examples(kit.script.Part(kit.names, world["corpus"]), world, random.Random(0))


def test_it_holds_in_wordings_that_it_was_not_trained_on(model: Any, unseen: list[dict[str, Any]]) -> None:
    """Of an answer and what the ranking by words takes for one, the answer is mostly ahead: ties and chance would be 0.5."""
    readings = model.read([(pair["question"], pair["passage"]) for pair in unseen])
    odds: dict[str, tuple[list[float], list[float]]] = {}
    for pair, reading in zip(unseen, readings, strict=True):
        if pair["step"] == 0 and pair["answers"] >= 0:
            odds.setdefault(pair["question"], ([], []))[pair["answers"] == 0].append(reading.answers)
    ahead = [good > bad for goods, bads in odds.values() for good in goods for bad in bads]
    assert len(ahead) > 100 and sum(ahead) / len(ahead) > 0.85


def test_halves_of_wordings_do_not_meet(kit: SimpleNamespace) -> None:
    table = {"one": ["a", "b", "c"], "two": ["d"]}
    assert kit.script.halved(table, 0) == {"one": ["a", "c"], "two": ["d"]}
    assert kit.script.halved(table, 1) == {"one": ["b"], "two": ["d"]}
