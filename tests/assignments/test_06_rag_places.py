"""Citations to the place: spans of passages, judged at the sentence."""

from __future__ import annotations

from typing import Any

import pytest
from small_world import rag_contract, rag_places, rag_report, rag_scorer, small_world


@pytest.fixture
def world() -> Any:
    return small_world()


def of(world: Any, id: str) -> str:
    """What systems can read in a passage."""
    passage = next(one for one in world["corpus"]["passages"] if one["id"] == id)
    return rag_contract.readable_text(passage, world["corpus"]["transcripts"])


def span(world: Any, id: str, words: str) -> dict[str, Any]:
    """The place of some words in a passage."""
    start = of(world, id).index(words)
    return {"passage": id, "start": start, "end": start + len(words)}


def answer(text: str, *citations: Any) -> dict[str, Any]:
    return {"text": text, "citations": list(citations), "abstained": False, "confidence": 1.0}


def scored(world: Any, id: str, said: dict[str, Any]) -> Any:
    [question] = rag_scorer.score({id: {"ranking": [], "answer": said, "error": ""}}, world, [id])["questions"]
    return question


def marks(question: Any) -> tuple[float, float, float]:
    assert question["right"] and not question["error"], question
    return question["citation_precision"], question["citation_recall"], question["citation_place"]


def asked(world: Any, type: str, holding: str, language: str = "en") -> str:
    """The question of a type whose answer stands in a passage."""
    queries = {one["id"]: one for one in world["queries"]}
    return next(
        id
        for id, gold in world["gold"].items()
        if gold["type"] == type and gold["relevance"].get(holding) == 3 and queries[id]["language"] == language
    )


# Sentences.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It costs 12.50 crowns. It leaves at 9.40.  Bring a coat!", 3),
        ("Dr. Ada Venn is in. Prof. J. Pell is out.", 2),
        ("The fair\nEntrance: 3 crowns\n\nRain or shine", 3),
        ("He said: \"We close at 6.\" Then he left.", 2),
        ("האוטובוס יוצא ב־7:20. הנוף יפה!", 2),
        ("No end here", 1),
        ("", 0),
        (" \n ", 0),
    ],
)
def test_sentences(text: str, expected: int) -> None:
    found = rag_places.sentences(text)
    assert len(found) == expected
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in found)
    assert "".join(text[start:end] for start, end in found).split() == "".join(text.split("\n")).split() or expected > 1
    inside = {place for start, end in found for place in range(start, end)}
    assert all(letter.isspace() for place, letter in enumerate(text) if place not in inside)


def test_a_span_is_widened_to_the_sentences_that_it_touches() -> None:
    text = "One is here. Two is there. Three is gone."
    two = text.index("Two")
    assert [text[a:b] for a, b in rag_places.touched(text, two, two + 1)] == ["Two is there."]
    assert len(rag_places.touched(text, two - 2, two + 1)) == 2  # the full stop before it, and its first letter
    assert rag_places.touched(text, two - 1, two) == []  # the blank between two sentences
    assert len(rag_places.touched(text, 0, len(text))) == 3


# What a span earns.


def test_a_right_span_is_as_good_as_an_id_and_names_the_place(world: Any) -> None:
    id = asked(world, "fact", "t0")
    assert marks(scored(world, id, answer("09:10", "t0"))) == (1.0, 1.0, 0.5)  # two sentences, one of them needed
    for words in ("The ferry to Aldermoor leaves from pier 2 at 09:10.", "09:10", "ferry"):
        assert marks(scored(world, id, answer("09:10", span(world, "t0", words)))) == (1.0, 1.0, 1.0)
    whole = {"passage": "t0", "start": 0, "end": len(of(world, "t0"))}
    assert marks(scored(world, id, answer("09:10", whole))) == (1.0, 1.0, 0.5)


def test_the_sentence_next_to_it_supports_nothing(world: Any) -> None:
    id = asked(world, "fact", "t0")
    beside = span(world, "t0", "The view is fine")
    question = scored(world, id, answer("09:10", beside))
    assert marks(question) == (0.0, 0.0, 0.0)
    assert rag_report.why(question) == "right, and the answer does not stand in the sentences that are cited"
    right = span(world, "t0", "09:10")
    assert marks(scored(world, id, answer("09:10", right, beside))) == (0.5, 1.0, 0.5)


def test_a_span_of_an_outdated_passage_supports_nothing(world: Any) -> None:
    id = asked(world, "fresh", "new")
    assert marks(scored(world, id, answer("4.25", span(world, "new", "4.25")))) == (1.0, 1.0, 1.0)
    old = span(world, "old", "3.10")
    assert marks(scored(world, id, answer("4.25", old))) == (0.0, 0.0, 0.0)
    assert marks(scored(world, id, answer("4.25", span(world, "new", "4.25"), old))) == (0.5, 1.0, 0.5)


def test_steps_and_comparisons_are_judged_by_their_passages(world: Any) -> None:
    hops = asked(world, "two_hop", "t0")
    first, last = span(world, "t1", "The ferry to Brack"), span(world, "t0", "pier 2")
    assert marks(scored(world, hops, answer("pier 2", first, last))) == (1.0, 1.0, 1.0)
    assert marks(scored(world, hops, answer("pier 2", last))) == (1.0, 0.5, 1.0)
    compared = asked(world, "comparison", "t2")
    told = answer("Corrow", span(world, "t2", "The view is fine"), span(world, "t1", "09:11"))
    assert marks(scored(world, compared, told)) == (1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("type", "holding", "text", "words"), [("audio", "a0", "10:05", "10:05"), ("image", "i3", "33", "33 crowns")]
)
def test_of_pictures_and_recordings_a_span_counts_in_the_transcript(
    world: Any, type: str, holding: str, text: str, words: str
) -> None:
    id = asked(world, type, holding)
    assert marks(scored(world, id, answer(text, span(world, holding, words)))) == (1.0, 1.0, 1.0)
    beside = span(world, holding, "clear day")
    if type == "audio":  # the poster of this world is one sentence
        assert marks(scored(world, id, answer(text, beside))) == (0.0, 0.0, 0.0)


def test_what_was_misheard_does_not_count_against_who_cites_its_place(world: Any) -> None:
    """The transcript has the sentence with other words and a lost beginning; the place is still that sentence."""
    said = "We open at noon. The Kutuldel Museum is in Mill Lane. Tickets cost 12.50 crowns. Dogs stay out."
    read = "at noon the kutel dell museum is a mill lane. Tickets cost twelve crowns fifty. Dogs stay out."
    for words, right, wrong in (
        ("kutel dell", "Kutuldel Museum", "12.50"),
        ("twelve crowns", "12.50 crowns", "Mill Lane"),
        ("Dogs stay", "Dogs", "12.50"),
    ):
        start = read.index(words)
        cited = {"passage": "p", "start": start, "end": start + len(words)}
        assert rag_places.proves(cited, [right], read, said), words
        assert not rag_places.proves(cited, [wrong], read, said), words


def test_what_only_the_transcript_says_proves_nothing() -> None:
    said, read = "The pool opens at 10:05.", "The pool opens at 12:05."
    cited = {"passage": "p", "start": 0, "end": len(read)}
    assert not rag_places.proves(cited, ["12:05"], read, said)
    assert rag_places.proves(cited, ["10:05"], read, said)


def test_in_hebrew_a_span_is_the_same(world: Any) -> None:
    id = asked(world, "fact", "h2", "he")
    assert marks(scored(world, id, answer("7:22", span(world, "h2", "07:22")))) == (1.0, 1.0, 1.0)
    assert marks(scored(world, id, answer("7:22", span(world, "h2", "הנוף יפה")))) == (0.0, 0.0, 0.0)


# The contract.


@pytest.mark.parametrize(
    ("citations", "message"),
    [
        ([{"passage": "t0", "start": 0}], "'passage', 'start' and 'end'"),
        ([{"passage": "t0", "start": 0, "end": 5, "sentence": 1}], "no other"),
        ([{"id": "t0", "start": 0, "end": 5}], "'passage', 'start' and 'end'"),
        ([{"passage": "nowhere", "start": 0, "end": 5}], "'nowhere', and no passage has that id"),
        ([{"passage": ["t0"], "start": 0, "end": 5}], "no passage has that id"),
        ([{"passage": "t0", "start": 0.0, "end": 5}], "whole numbers"),
        ([{"passage": "t0", "start": False, "end": True}], "whole numbers"),
        ([{"passage": "t0", "start": 5, "end": 5}], "ends behind its start"),
        ([{"passage": "t0", "start": -5, "end": 5}], "begins at 0 or later"),
        ([{"passage": "t0", "start": 0, "end": 5000}], "characters."),
        ([{"passage": "t0", "start": 3, "end": 4}], "white space"),
        ([{"passage": "t0", "start": 0, "end": 9}, {"passage": "t0", "start": 8, "end": 12}], "the same place twice"),
        ([{"passage": "t0", "start": 0, "end": 9}, "t0"], "the same place twice"),
        (["t0", "t0"], "passage 't0' twice"),
        ([["t0", 0, 5]], "no passage has that id"),
        ([3], "cites 3, and no passage"),
        ([{"passage": "t0", "start": 4 * n, "end": 4 * n + 3} for n in range(6)], "has 6 citations; it may have 5"),
    ],
)
def test_a_wrong_citation_is_named(world: Any, citations: Any, message: str) -> None:
    question = scored(world, asked(world, "fact", "t0"), answer("09:10", *citations))
    assert message in question["error"] and not question["right"]


def test_two_places_of_one_passage_are_two_citations(world: Any) -> None:
    both = [span(world, "t0", "ferry"), span(world, "t0", "09:10")]
    question = scored(world, asked(world, "fact", "t0"), answer("09:10", *both))
    assert not question["error"]
    assert question["cited"] == ["t0"] and question["cited_at"] == ["t0[4:9]", "t0[45:50]"]


def test_without_texts_only_the_form_of_a_span_is_checked() -> None:
    far = answer("x", {"passage": "p", "start": 10, "end": 20})
    assert rag_contract.check_answer(far, {"p"})["citations"] == far["citations"]
    with pytest.raises(rag_contract.ContractError, match="has 5 characters"):
        rag_contract.check_answer(far, {"p": "short"})


def test_a_reason_to_abstain_is_kept_and_reported(world: Any) -> None:
    said = rag_contract.abstention("no passage names it")
    question = scored(world, asked(world, "fact", "t0"), said)
    assert question["abstained"] and question["reason"] == "no passage names it"
    assert "no passage names it" in rag_report.why(question)
    assert "reason" not in rag_contract.abstention()
    assert "reason" not in rag_contract.check_answer(rag_contract.abstention() | {"reason": 3}, {"p"})
