"""The optional track: a model's recorded answers, and long answers whose every sentence is held against what it cites."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from small_world import (
    KIT,
    rag_contract,
    rag_matching,
    rag_nuggets,
    rag_places,
    rag_scorer,
    recorded_model,
    small_world,
)

Recorder, Replayer = recorded_model.Recorder, recorded_model.Replayer


class Model:
    """Says the same to the same prompt, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def generate(self, prompt: str, max_new_tokens: int = 64) -> str:
        self.asked.append(prompt)
        return f"answer {len(self.asked)} שלום"


# Recording and replaying.


def test_what_was_recorded_is_replayed_without_the_model(tmp_path: Path) -> None:
    path, model = tmp_path / "weights" / "recorded.json", Model()
    recorder = Recorder(model, path, "tiny-1")
    first, other, longer = recorder.generate("one?"), recorder.generate("two?"), recorder.generate("one?", 128)
    assert recorder.generate("one?") == first and len(model.asked) == 3  # each prompt is asked once
    replayer = Replayer(path)
    assert replayer.model == "tiny-1"
    assert [replayer.generate(*one) for one in (("one?",), ("two?",), ("one?", 128))] == [first, other, longer]
    assert Recorder(model, path).generate("two?") == other and len(model.asked) == 3  # and in the next session, too
    with pytest.raises(rag_contract.NotRecordedError, match="was recorded to the prompt 'three\\?'"):
        replayer.generate("three?")
    with pytest.raises(rag_contract.NotRecordedError):
        replayer.generate("two?", 128)


def test_the_file_is_plain_and_the_same_in_any_order(tmp_path: Path) -> None:
    class Echo:
        def generate(self, prompt: str, max_new_tokens: int = 64) -> str:
            return prompt.upper()

    for name, prompts in (("a", "xyz"), ("b", "zyx")):
        recorder = Recorder(Echo(), tmp_path / name)
        for prompt in prompts:
            recorder.generate(prompt)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    kept = json.loads((tmp_path / "a").read_text(encoding="utf-8"))
    key = recorded_model.prompt_hash("x", 64)
    assert kept["answers"][key] == {"prompt": "x", "max_new_tokens": 64, "text": "X"}


def test_a_file_that_cannot_be_replayed_says_why(tmp_path: Path) -> None:
    path = tmp_path / "recorded.json"
    Recorder(Model(), path).generate("one?")
    good = json.loads(path.read_text(encoding="utf-8"))
    [(key, one)] = good["answers"].items()
    for broken, message in (
        (None, "cannot be read"),
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "not a file that a Recorder wrote"),
        (json.dumps(good | {"form": "x"}), "not a file that a Recorder wrote"),
        (json.dumps(good | {"answers": {key: one | {"prompt": "another?"}}}), "not the hash of its prompt"),
        (json.dumps(good | {"answers": {key: {"prompt": "one?"}}}), "has a prompt, max_new_tokens and a text"),
        (json.dumps(good | {"answers": {key: one | {"max_new_tokens": True}}}), "has a prompt"),
        (json.dumps(good) + " " * recorded_model.MOST_BYTES, "larger than 8 MB"),
    ):
        path.unlink(missing_ok=True)
        if broken is not None:
            path.write_text(broken, encoding="utf-8")
        with pytest.raises(rag_contract.ContractError, match=message):
            Replayer(path)


def test_no_more_is_recorded_than_can_be_handed_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "recorded.json"
    recorder = Recorder(Model(), path)
    recorder.generate("one?")
    before = path.read_bytes()
    monkeypatch.setattr(recorded_model, "MOST_BYTES", 1000)
    with pytest.raises(rag_contract.ContractError, match="all that can be handed in"):
        recorder.generate("x" * 1000)
    assert path.read_bytes() == before and [file.name for file in tmp_path.iterdir()] == ["recorded.json"]
    assert recorder.generate("one?") == Replayer(path).generate("one?")


def test_a_model_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    class Fails:
        def generate(self, prompt: str, max_new_tokens: int = 64) -> str:
            raise RuntimeError("no network")

    with pytest.raises(RuntimeError):
        Recorder(Fails(), tmp_path / "recorded.json").generate("one?")
    assert not list(tmp_path.iterdir())


def test_a_recording_is_no_larger_than_hand_in_takes() -> None:
    from autograder.intake.submission import ReadLimits

    assert ReadLimits().file_bytes >= recorded_model.MOST_BYTES


def test_a_prompt_that_nobody_recorded_is_an_abstention_with_its_reason(tmp_path: Path) -> None:
    world = small_world()
    Recorder(Model(), tmp_path / "recorded.json").generate("other")

    class Asks:
        def __init__(self) -> None:
            self.model = Replayer(tmp_path / "recorded.json")

        def retrieve(self, query: Any, k: int = 10) -> list[str]:
            return ["t0"]

        def answer(self, query: Any) -> Any:
            return self.model.generate(query["text"])

        long_answer = answer

    [question] = rag_scorer.evaluate(Asks(), world, world["queries"][:1])["questions"]
    assert question["abstained"] and not question["error"] and question["ndcg"] > 0
    assert "no model's answer was recorded" in question["reason"]
    found = rag_nuggets.evaluate_long(Asks(), world)
    assert all(one["abstained"] and not one["error"] and "recorded" in one["reason"] for one in found["questions"])
    assert found["value"]["value"] == 0.0


# Support of a sentence.

TEXT = (
    "The Glass House opens at 9:30. It was painted by Mira Tolland in 1874. Admission is 12.50 crowns for seven rooms. "
    "Dogs are not allowed."
)


def one_passage(text: str = TEXT, kind: str = "text", heard: str = "") -> Any:
    content = b"" if kind == "text" else b"sound"
    passage = {"id": "p", "kind": kind, "language": "en", "date": "2031-01-01", "title": "The Glass House"}
    passage |= {"text": text if kind == "text" else "", "content": content}
    transcripts = {} if kind == "text" else {rag_contract.content_hash(content): heard}
    query = {"id": "q", "language": "en", "text": "When does the house open?", "image": b"", "recording": b""}
    gold = {"q": {"type": "fact", "answers": ["9:30"], "relevance": {"p": 3}}}
    corpus = {"passages": [passage], "transcripts": transcripts}
    said = {} if kind == "text" else {"p": text}
    return {"name": "one", "corpus": corpus, "queries": [query], "gold": gold, "said": said}


def why(text: str, citation: Any = "p", world: Any = None) -> str:
    world = world or one_passage()
    return rag_nuggets.unsupported({"text": text, "citations": [citation]}, world["queries"][0], world)


@pytest.mark.parametrize(
    "text",
    [
        "The Glass House opens at 9:30.",
        "It opens at 09:30.",
        "The house is open from 9.30 on.",
        "Mira Tolland painted it in 1874.",
        "Admission to its 7 rooms costs 12.50 crowns.",
        "Dogs aren't allowed.",
        "The admission is 12.5 crowns, and it opens at 9:30.",
    ],
)
def test_what_is_close_to_its_source_is_supported(text: str) -> None:
    assert why(text) == ""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("It opens at 9:40.", "9:40 does not stand"),
        ("Admission is 13 crowns.", "13 does not stand"),
        ("Admission is 12.50 crowns for eight rooms.", "8 does not stand"),
        ("It was painted by Jonas Tolland in 1874.", "Jonas does not stand"),
        ("The Glass House in Mill Lane opens at 9:30.", "Mill does not stand"),
        ("Dogs are allowed.", "denies"),
        ("The Glass House does not open at 9:30.", "denies"),
        ("Visitors love its wonderful garden.", "of its words"),
    ],
)
def test_what_is_invented_is_not(text: str, reason: str) -> None:
    assert reason in why(text)


def test_a_sentence_is_held_against_the_place_that_it_cites() -> None:
    place = {"passage": "p", "start": 0, "end": 10}
    assert why("The Glass House opens at 9:30.", place) == ""
    assert "12.50 does not stand" in why("Admission is 12.50 crowns.", place)
    assert rag_nuggets.unsupported({"text": "It opens.", "citations": []}, one_passage()["queries"][0], one_passage())


def test_of_recordings_counts_what_they_really_say() -> None:
    world = one_passage("The pool opens at 9:30.", "audio", "the pool opens at 9:13.")
    assert why("The pool opens at 9:30.", world=world) == ""
    assert "9:13 does not stand" in why("The pool opens at 9:13.", world=world)


def test_hebrew_sentences_are_held_against_hebrew() -> None:
    world = one_passage("הספרייה נפתחת בשעה 9:30. הכניסה אינה חינם.")
    assert why("הספרייה נפתחת ב־9:30.", world=world) == ""
    assert "9:40" in why("הספרייה נפתחת ב־9:40.", world=world)
    assert "denies" in why("הכניסה חינם.", world=world)


# Long answers.


def long(*sentences: tuple[str, Any]) -> Any:
    return {"sentences": [{"text": text, "citations": [cited]} for text, cited in sentences], "abstained": False}


def scored(answer: Any, world: Any = None) -> Any:
    world = world or one_passage()
    return rag_nuggets.score_long({"q": {"answer": answer, "error": ""}}, world)["questions"][0]


def test_a_question_is_worth_its_supported_sentences_if_the_nugget_is_there() -> None:
    opens, painted, wrong = ("It opens at 9:30.", "p"), ("Mira Tolland painted it.", "p"), ("It has 99 rooms.", "p")
    for sentences, nugget, value in (
        ([opens], True, 1.0),
        ([opens, painted], True, 1.0),
        ([opens, wrong], True, 0.5),
        ([painted], False, 0.0),
        ([wrong], False, 0.0),
    ):
        found = scored(long(*sentences))
        assert (found["nugget"], found["value"], found["error"]) == (nugget, value, ""), sentences


def test_the_nugget_must_stand_where_it_is_cited() -> None:
    """The question's own words and figures do not make a nugget."""
    world = one_passage()
    world["queries"][0]["text"] = "Does the house open at 9:30 or at 10:30?"
    beside = {"passage": "p", "start": TEXT.index("Admission"), "end": len(TEXT)}
    assert not scored(long(("The house does not open at 9:30.", beside)), world)["nugget"]
    world["gold"]["q"]["relevance"] = {"p": 2}  # outdated
    assert not scored(long(("It opens at 9:30.", "p")), world)["nugget"]


class Tells:
    """Answers every question with the first sentence of the passage that holds its answer; the others as told."""

    def __init__(self, world: Any, others: str) -> None:
        self.world, self.others = world, others
        self.texts = {one["id"]: world["said"].get(one["id"], one["text"]) for one in world["corpus"]["passages"]}

    def long_answer(self, query: Any) -> Any:
        grades = self.world["gold"][query["id"]]["relevance"]
        best = next((id for id, grade in grades.items() if grade == 3), None)
        if best is None and self.others == "abstain":
            return {"sentences": [], "abstained": True}
        id = best or "t0"
        return long((self.texts[id].split(". ")[0].split(", entrance")[-1], id))


def test_inventing_costs_as_much_as_answering_brings() -> None:
    world = small_world()
    honest = rag_nuggets.evaluate_long(Tells(world, "abstain"), world)
    assert honest["support"] == 1.0 and honest["nuggets"] > 0.9 and honest["value"]["value"] > 0.9
    assert 0.5 < honest["value"]["lower"] < honest["value"]["value"]
    always = rag_nuggets.evaluate_long(Tells(world, "answer"), world)
    assert always["nuggets"] == honest["nuggets"] and always["value"]["value"] == 0.0
    silent = rag_nuggets.score_long(
        {one["id"]: {"answer": {"sentences": [], "abstained": True}, "error": ""} for one in world["queries"]}, world
    )
    assert silent["value"]["value"] == 0.0 and not any(one["error"] for one in silent["questions"])


def test_on_the_public_world_the_sentences_that_hold_the_answers_are_all_supported() -> None:
    world = rag_contract.load_world(KIT / "datasets" / "public_world")
    texts = {one["id"]: world["said"].get(one["id"], one["text"]) for one in world["corpus"]["passages"]}
    outputs = {}
    for id, gold in world["gold"].items():
        best = next((one for one, grade in gold["relevance"].items() if grade == 3), "")
        lines = [texts[best][start:end] for start, end in rag_places.sentences(texts[best])] if best else []
        holds = [one for one in lines if any(rag_matching.stands_in(answer, one) for answer in gold["answers"])]
        outputs[id] = {"answer": long((holds[0], best)) if holds else {"sentences": [], "abstained": True}, "error": ""}
    found = rag_nuggets.score_long(outputs, world)
    assert found["value"]["value"] == found["support"] == found["nuggets"] == 1.0
    assert 0.6 < found["value"]["lower"] < 1.0


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (None, "a dict with a list of 'sentences'"),
        ("It opens at 9:30.", "a dict with a list of 'sentences'"),
        ({"sentences": [], "abstained": 1}, "True or False"),
        ({"sentences": [], "abstained": False}, "has sentences, or it abstains"),
        (long(("It opens.", "p")) | {"abstained": True}, "has sentences, or it abstains"),
        (long(*[("It opens.", "p")] * 6), "has 6 sentences; it may have 5"),
        ({"sentences": ["It opens."], "abstained": False}, "Sentence 1 should be a dict"),
        (long(("It opens.", "p"), ("", "p")), "Sentence 2 holds 0 sentences"),
        (long(("It opens. It closes.", "p")), "Sentence 1 holds 2 sentences"),
        (long(("word " * 61, "p")), "has 61 words"),
        (long(("It opens.", "x")), "Sentence 1 cites 'x', and no passage has that id"),
        (long(("It opens.", {"passage": "p", "start": 0, "end": 999})), "Sentence 1 cites .* characters"),
    ],
)
def test_what_is_no_long_answer_is_named_and_earns_nothing(answer: Any, message: str) -> None:
    found = scored(answer)
    assert re.search(message, found["error"]), found["error"]
    assert not found["abstained"] and found["value"] == 0.0


def test_a_models_text_with_numbered_sources_becomes_sentences_with_citations() -> None:
    place = {"passage": "p1", "start": 0, "end": 9}
    text = "It opens at 9:30 [1]. Dr. Venn is in.[2] Dogs stay out [2, 3][1].\nNobody knows. [7]"
    assert rag_nuggets.with_marks(text, [place, "p2", "p3"]) == [
        {"text": "It opens at 9:30.", "citations": [place]},
        {"text": "Dr. Venn is in.", "citations": ["p2"]},
        {"text": "Dogs stay out.", "citations": ["p2", "p3", place]},
        {"text": "Nobody knows.", "citations": []},
    ]
