"""The validator of students' corpora: each rule on a world that breaks only that one, and its command line. And the pictures."""

from __future__ import annotations

import base64
import io
import json
import re
import subprocess
import sys
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from small_world import FOLDER, corpus_validator, picture, rag_contract, rag_pictures, small_world, write

validate = corpus_validator.validate


def passage(world: Any, id: str) -> Any:
    return next(one for one in world["corpus"]["passages"] if one["id"] == id)


def query(world: Any, id: str) -> Any:
    return next(one for one in world["queries"] if one["id"] == id)


def drop(world: Any, *ids: str) -> None:
    world["queries"] = [one for one in world["queries"] if one["id"] not in ids]


def ids_of(world: Any, *types: str) -> list[str]:
    return [one["id"] for one in world["queries"] if world["gold"][one["id"]]["type"] in types]


def replace_file(world: Any, id: str, content: bytes) -> None:
    """Another file for a passage, with a transcript, so that only its content is wrong."""
    passage(world, id)["content"] = content
    world["corpus"]["transcripts"][rag_contract.content_hash(content)] = "unreadable"


def recording(seconds: int) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(1)
        wav.setframerate(8000)
        wav.writeframes(b"\x80" * 8000 * seconds)
    return file.getvalue()


def test_other_languages_are_allowed_in_a_corpus_of_ones_own() -> None:
    world = small_world()
    passage(world, "t9").update(language="fr")
    assert validate(world) == []


def repeat_question(world: Any) -> None:
    query(world, "q04")["text"] = "When does a ferry to ALDERMOOR leave"
    world["gold"]["q04"] = world["gold"]["q00"]


def questions_file(world: Any) -> None:
    asked = "\n".join(one["text"] for one in world["queries"][:12])
    passage(world, "new")["text"] += f" A ticket costs 4.25.\n{asked}"


RULES: dict[str, tuple[Callable[[Any], None], str, str]] = {
    "fewer than 40 questions": (lambda w: drop(w, "q25", "q24", "q23"), "questions", "there are 39"),
    "fewer than 10 unanswerable": (
        lambda w: w["gold"].update(dict.fromkeys(ids_of(w, "unanswerable")[:3], w["gold"]["q20"])),
        "questions",
        "9 cannot be answered",
    ),
    "too few for pictures": (
        lambda w: w["gold"].update(dict.fromkeys(ids_of(w, "image")[:2], w["gold"]["q20"])),
        "questions",
        "4 need a passage of kind 'image'",
    ),
    "too few for recordings": (
        lambda w: w["gold"].update(dict.fromkeys(ids_of(w, "audio")[:2], w["gold"]["q20"])),
        "questions",
        "4 need a passage of kind 'audio'",
    ),
    "a passage's id twice": (lambda w: passage(w, "t9").update(id="t8"), "passages", "the id 't8' is there 2 times"),
    "a question's id twice": (lambda w: query(w, "q41").update(id="q40"), "questions", "the id 'q40' is there 2 times"),
    "an unknown kind": (lambda w: passage(w, "t9").update(kind="video"), "passage t9", "its kind is 'video'"),
    "a date that is none": (lambda w: passage(w, "t9").update(date="2031-02-30"), "passage t9", "its date is"),
    "a date of another form": (lambda w: passage(w, "t9").update(date="20310203"), "passage t9", "its date is"),
    "an empty text": (lambda w: passage(w, "t9").update(text=" "), "passage t9", "it has no text"),
    "nothing said": (lambda w: w["said"].update(i4=""), "passage i4", "it has no content"),
    "no code of a language": (
        lambda w: passage(w, "t9").update(language="French"),
        "passage t9",
        "its language is 'French'",
    ),
    "a language without its letters": (
        lambda w: query(w, "q20").update(language="en"),
        "question q20",
        "its language is 'en', and no letter of it is",
    ),
    "a question that asks nothing": (lambda w: query(w, "q41").update(text=""), "question q41", "it asks nothing"),
    "a picture that is none": (lambda w: replace_file(w, "i4", b"GIF89a"), "passage i4", "cannot be decoded"),
    "a picture cut short": (lambda w: replace_file(w, "i4", picture(9)[:46]), "passage i4", "cannot be decoded"),
    "a picture of too small type": (
        lambda w: w["said"].update(i4=w["said"]["i4"] + "\nevery day"),
        "passage i4",
        "it says 2 lines in 12 pixels of height",
    ),
    "a recording cut short": (
        lambda w: replace_file(w, "a4", passage(w, "a4")["content"][:-50]),
        "passage a4",
        "cannot be decoded (it is cut short or empty)",
    ),
    "a recording that is none": (lambda w: replace_file(w, "a4", b"ID3"), "passage a4", "cannot be decoded"),
    "a query's picture that is none": (
        lambda w: (
            query(w, "q28").update(image=b"x"),
            w["corpus"]["transcripts"].update({rag_contract.content_hash(b"x"): ""}),
        ),
        "question q28",
        "cannot be decoded",
    ),
    "no transcript": (
        lambda w: w["corpus"]["transcripts"].pop(rag_contract.content_hash(passage(w, "a4")["content"])),
        "passage a4",
        "has no transcript",
    ),
    "a recording of three minutes": (
        lambda w: replace_file(w, "a4", recording(180)),
        "passage a4",
        "it is 180 s long",
    ),
    "an unknown type": (lambda w: w["gold"]["q00"].update(type="riddle"), "question q00", "its type is 'riddle'"),
    "a gold passage that does not exist": (
        lambda w: w["gold"]["q00"]["relevance"].update(t99=1),
        "question q00",
        "'t99' does not exist",
    ),
    "a grade of 0": (lambda w: w["gold"]["q00"]["relevance"].update(t5=0), "question q00", "the grade of 't5' is 0"),
    "a grade that is no number": (
        lambda w: w["gold"]["q00"]["relevance"].update(t5="2"),
        "question q00",
        "the grade of 't5' is '2'",
    ),
    "a fact without answers": (
        lambda w: w["gold"]["q00"].update(answers=[], relevance={}),
        "question q00",
        "it has no answers",
    ),
    "unanswerable with answers": (
        lambda w: w["gold"]["q00"].update(type="unanswerable"),
        "question q00",
        "it is of type unanswerable and has answers",
    ),
    "unanswerable with a passage of grade 3": (
        lambda w: w["gold"]["q41"]["relevance"].update(t1=3),
        "question q41",
        "a passage of grade 3",
    ),
    "an answer without a passage": (
        lambda w: w["gold"]["q20"].update(relevance={"h0": 2}),
        "question q20",
        "no passage has grade 3",
    ),
    "an empty answer": (lambda w: w["gold"]["q00"]["answers"].append("?"), "question q00", "its answers is empty"),
    "an answer that stands nowhere": (
        lambda w: w["gold"]["q00"].update(answers=["10:10"]),
        "question q00",
        "no accepted answer stands in 't0'",
    ),
    "an answer that a picture does not show": (
        lambda w: w["gold"]["q01"].update(answers=["31"]),
        "question q01",
        "no accepted answer stands in 'i0'",
    ),
    "an answer in its question": (
        lambda w: query(w, "q00").update(text="Does the ferry to Aldermoor leave at 9:10?"),
        "question q00",
        "its answer stands in the question itself",
    ),
    "a question in a passage": (
        lambda w: passage(w, "t9").update(text="When does the ferry to Aldermoor leave? At 09:10."),
        "passage t9",
        "question q00 stands in it word for word",
    ),
    "a question on a picture": (
        lambda w: w["said"].update(i4="What does one pay at the fair in Evermouth? 34 crowns."),
        "passage i4",
        "stands in it word for word",
    ),
    "the file of questions": (questions_file, "passage new", "it looks like the file of questions"),
    "a line of the file of questions": (
        lambda w: passage(w, "t9").update(text='{"id": "q1", "answers": ["9:19"]}'),
        "passage t9",
        "it looks like the file of questions",
    ),
    "a question twice": (repeat_question, "question q04", "it asks the same as question q00"),
    "a passage twice": (
        lambda w: passage(w, "t9").update(text=passage(w, "t8")["text"]),
        "passage t9",
        "it says the same as passage t8",
    ),
}


def test_the_small_world_is_valid() -> None:
    assert validate(small_world()) == []


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_on_a_world_that_breaks_it(rule: str) -> None:
    breaks, where, what = RULES[rule]
    world = small_world()
    breaks(world)
    problems = validate(world)
    assert [one for one in problems if one.where == where and what in one.what], [str(one) for one in problems]
    assert all(one.what.endswith(".") and one.advice.endswith(".") for one in problems)


def test_no_rule_hides_another() -> None:
    """Most rules are broken alone: one mistake is told once, where it is."""
    alone = {
        name
        for name, (breaks, where, _) in RULES.items()
        if [one.where for one in _broken(breaks)] == [where]
    }  # fmt: skip
    assert len(alone) > 0.7 * len(RULES), sorted(set(RULES) - alone)


def _broken(breaks: Callable[[Any], None]) -> list[Any]:
    world = small_world()
    breaks(world)
    return validate(world)


def test_a_comparison_may_name_its_answer() -> None:
    world = small_world()
    [id] = ids_of(world, "comparison")
    assert "Corrow" in query(world, id)["text"] and world["gold"][id]["answers"] == ["Corrow"]
    world["gold"][id]["type"] = "fact"
    assert [problem.where for problem in validate(world)] == [f"question {id}"]


def run(folder: Path) -> subprocess.CompletedProcess:
    command = [sys.executable, str(FOLDER / "corpus_validator.py"), str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_line(tmp_path: Path) -> None:
    good = run(write(small_world(), tmp_path / "good"))
    assert (good.returncode, good.stderr) == (0, "")
    assert good.stdout == "42 questions, 27 passages (17 of kind text, 5 of kind image, 5 of kind audio): 0 problems.\n"
    world = small_world()
    world["gold"]["q00"]["answers"] = ["10:10"]
    bad = run(write(world, tmp_path / "bad"))
    assert bad.returncode == 1
    assert bad.stdout.splitlines()[0] == (
        "question q00: no accepted answer stands in 't0', which has grade 3. "
        "Add the answer as the passage words it, or give the passage another grade."
    )
    missing = run(tmp_path / "nowhere")
    assert missing.returncode == 2 and "cannot be read" in missing.stderr and "Traceback" not in missing.stderr


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    folder = write(small_world(), tmp_path / "broken")
    lines = (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    lines[6] = json.dumps({"id": "q06"})
    (folder / "questions.jsonl").write_text("\n".join(lines), encoding="utf-8")
    found = run(folder)
    assert found.returncode == 2 and "questions.jsonl:7: the key 'language' is missing" in found.stderr


def test_a_world_survives_its_files(tmp_path: Path) -> None:
    world = small_world()
    world["name"] = "here"
    assert rag_contract.load_world(write(world, tmp_path / "here")) == world


# The pictures.


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bytes]]:
    """(text alternative, PNG file) of each picture."""
    import matplotlib

    matplotlib.use("Agg")
    pictures: list[tuple[str, bytes]] = []

    def show(thing: Any) -> None:
        found = re.fullmatch(r'<img alt="([^"]*)" src="data:image/png;base64,(.*)">', thing.data)
        assert found
        pictures.append((found[1], base64.b64decode(found[2])))

    monkeypatch.setattr(rag_pictures, "display", show)
    return pictures


def test_every_picture_says_its_numbers(shown: list[tuple[str, bytes]]) -> None:
    rag_pictures.query_bars({"BM25": {"q1": 0.5, "q2": 1, "q3": 1}, "dense": {"q1": 0.75, "q2": 0, "q3": 1}})
    rag_pictures.ndcg_by_depth({"BM25": [0.25, 0.5, 0.75]})
    rag_pictures.risk_coverage({"mine": [(0.25, 0.0), (0.5, 0.25), (0.8, 0.4)], "silent": []})
    rag_pictures.ablations({"fused": (0.5, 0.625, 0.75), "<b>": (0.0, 0.25, 0.5)})
    rag_pictures.by_modality({"fused": {"text": (0.5, 0.75, 1.0), "image": (0.0, 0.5, 1.0)}})
    texts = [text for text, _ in shown]
    assert "BM25 is ahead on 1 queries, dense on 1, equal on 1" in texts[0]
    assert "q2 (1.00 against 0.00)" in texts[0] and "q1 (0.75 against 0.50)" in texts[0]
    assert "from 0.25 at 1 to 0.75 at 3" in texts[1]
    assert "40% wrong at 80% answered, 25% at 50%" in texts[2] and "silent: answers nothing" in texts[2]
    assert "fused 0.62 (0.50 to 0.75)" in texts[3] and "&lt;b&gt;" in texts[3]
    assert "text: fused 0.75; image: fused 0.50" in texts[4]
    assert all(png.startswith(b"\x89PNG") and not corpus_validator._broken_picture(png) for _, png in shown)


def test_interpolated_precision_is_that_of_the_textbook(shown: list[tuple[str, bytes]]) -> None:
    """Relevant at ranks 1, 4 and 6 of 3: precision 1 up to recall 1/3, then 1/2; a query without gold is left out."""
    rankings = {"one": {"q": ["a", "x", "y", "b", "z", "c"], "none": ["a"]}}
    rag_pictures.precision_recall(rankings, {"q": {"a": 3, "b": 1, "c": 2}, "none": {}})
    assert "one: 1.00, 0.50, 0.50" in shown[0][0]
    rag_pictures.precision_recall(rankings, {"q": {"a": 3, "b": 1, "c": 2}, "none": {}}, grade=2)
    assert "one: 1.00, 1.00, 0.33" in shown[1][0]


def test_bars_need_two_systems_on_the_same_queries() -> None:
    with pytest.raises(ValueError, match="two systems on the same queries"):
        rag_pictures.query_bars({"BM25": {"q1": 0.5}, "dense": {"q2": 0.5}})
    with pytest.raises(ValueError, match="two systems"):
        rag_pictures.query_bars({"BM25": {"q1": 0.5}})
