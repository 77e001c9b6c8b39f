"""an extractive reader that cites and abstains. Weights are such that sums are exact."""

import copy
import math

from otter.test_files import test_case

OK_FORMAT = False
name = "cited_answer"
points = 6

ABSTAINED = {"text": "", "citations": [], "abstained": True, "confidence": 0.0}
WEIGHTS = {"last": 1.0, "ferry": 2.0, "leave": 1.0, "pier": 4.0, "zebra": 8.0}
SENTENCES = [
    ("p7", "The pier is made of oak.", ["pier", "made", "oak"]),
    ("p7", "The last bus leaves the pier at 19:15.", ["last", "bus", "leave", "pier", "19:15"]),
    ("p2", "The last ferry leaves the pier at 21:40.", ["last", "ferry", "leave", "pier", "21:40"]),
    ("p2", "Tickets are sold on board.", ["ticket", "sold", "board"]),
    ("p5", "A ferry, last in line, leaves no pier dry.", ["ferry", "last", "line", "leave", "pier", "dry"]),
]
QUESTION = ["last", "ferry", "leave", "pier"]


def parts(answer):
    """The four values of an answer."""
    return answer["text"], list(answer["citations"]), answer["abstained"], float(answer["confidence"])


def is_abstention(answer):
    return dict(answer) == ABSTAINED


@test_case(
    points=0.5,
    failure_message="Of weights 1, 2, 1 and 4 a sentence with the terms of weight 2 and 4 covers 6 / 8.",
)
def test_coverage_by_hand(coverage):
    assert abs(coverage(QUESTION, ["pier", "ferry", "oak"], WEIGHTS) - 0.75) < 1e-6


@test_case(
    points=1,
    failure_message="The answer should be the sentence that covers most of the question, cited by its passage's id, not abstained.",
)
def test_best_sentence(cited_answer):
    text, citations, abstained, confidence = parts(cited_answer(QUESTION, SENTENCES[:4], WEIGHTS, 0.5))
    assert text == "The last ferry leaves the pier at 21:40." and citations == ["p2"]
    assert abstained is False and abs(confidence - 1) < 1e-6


@test_case(
    points=0.75,
    failure_message="Where no sentence covers the threshold's share of the question, the answer should be abstention(); above it, not.",
)
def test_abstains(cited_answer):
    assert is_abstention(cited_answer(["zebra", "pier"], SENTENCES, WEIGHTS, 0.5))
    assert parts(cited_answer(["zebra", "pier"], SENTENCES, WEIGHTS, 0.25))[2] is False


@test_case(
    points=0.25,
    failure_message="With `wanted` for a time, the text of the answer should be the time, and not the sentence around it.",
)
def test_only_what_is_wanted(cited_answer):
    assert parts(cited_answer(QUESTION, SENTENCES[:4], WEIGHTS, 0.5, r"\d+:\d+"))[0] == "21:40"


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Coverage: the weights of the question's terms that the sentence has, divided by those of all; each term counts "
    "once, and the sentence's other terms do not matter.",
)
def test_coverage(coverage):
    weights = {"a": 0.3, "b": 1.7, "c": 2.9, "d": 0.1}
    for question, sentence, expected in (
        (["a", "b", "c", "d"], ["c", "x", "d", "c"], 3.0 / 5.0),
        (["a", "b", "b", "b"], ["b", *"xyz" * 9], 1.7 / 2.0),
        (["c"], ["a", "b"], 0.0),
        (["c", "d"], ["d", "c", "c"], 1.0),
        (["a", "c"], [], 0.0),
        ([], ["a"], 0.0),
    ):
        assert math.isclose(coverage(question, sentence, weights), expected, rel_tol=1e-6, abs_tol=1e-9)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="The confidence is the coverage of the sentence that was chosen, by weight.",
)
def test_confidence(cited_answer):
    for question, expected in ((["zebra", "pier"], 4 / 12), (["ferry", "zebra", "last"], 3 / 11), (["pier"], 1.0)):
        confidence = parts(cited_answer(question, SENTENCES, WEIGHTS, 0.1))[3]
        assert math.isclose(confidence, expected, rel_tol=1e-6)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Of sentences that cover the same, the first one answers: it comes from the better passage. Only its passage is "
    "cited.",
)
def test_first_of_equal(cited_answer):
    assert parts(cited_answer(["pier"], SENTENCES, WEIGHTS, 0.5))[:2] == ("The pier is made of oak.", ["p7"])
    assert parts(cited_answer(["pier"], SENTENCES[::-1], WEIGHTS, 0.5))[1] == ["p5"]
    assert parts(cited_answer(["last", "leave"], SENTENCES, WEIGHTS, 0.5))[:2] == (SENTENCES[1][1], ["p7"])
    assert parts(cited_answer(QUESTION, SENTENCES, WEIGHTS, 0.5))[:2] == (SENTENCES[2][1], ["p2"])


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A confidence that equals the threshold is enough; one just below it is not.",
)
def test_threshold(cited_answer):
    question = ["pier", "ferry", "last", "leave", "zebra"]
    for threshold, answers in ((0.0, True), (0.5, True), (0.51, False), (1.0, False)):
        found = cited_answer(question, SENTENCES, WEIGHTS, threshold)
        assert is_abstention(found) is not answers
    assert parts(cited_answer(["pier"], SENTENCES, WEIGHTS, 1.0))[1] == ["p7"]


@test_case(
    points=0.5,
    hidden=True,
    failure_message="With `wanted`, only sentences in which it is found can answer, and the text is what was found, not the sentence.",
)
def test_wanted(cited_answer):
    found = cited_answer(QUESTION, [SENTENCES[4], SENTENCES[0], SENTENCES[2]], WEIGHTS, 0.5, r"\d+:\d+")
    assert parts(found)[:2] == ("21:40", ["p2"])
    found = cited_answer(["pier"], SENTENCES, WEIGHTS, 0.5, r"\d+:\d+")
    assert parts(found) == ("19:15", ["p7"], False, 1.0)
    assert is_abstention(cited_answer(QUESTION, SENTENCES, WEIGHTS, 0.0, r"\d+ crowns"))
    assert parts(cited_answer(["ferry"], SENTENCES, WEIGHTS, 0.5, "(A|The last) ferry"))[:2] == (
        "The last ferry",
        ["p2"],
    )


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A sentence that covers nothing answers nothing, whatever the threshold; no sentences, or a question without "
    "terms: abstention().",
)
def test_nothing(cited_answer):
    assert is_abstention(cited_answer(["zebra"], SENTENCES, WEIGHTS, 0.0))
    assert is_abstention(cited_answer(QUESTION, [], WEIGHTS, 0.0))
    assert is_abstention(cited_answer([], SENTENCES, {}, 0.0))


@test_case(points=0.5, hidden=True, failure_message="One answer must not change another, nor what was given.")
def test_left_alone(cited_answer):
    sentences, question, weights = copy.deepcopy(SENTENCES), list(QUESTION), dict(WEIGHTS)
    first = cited_answer(question, sentences, weights, 0.5)
    assert is_abstention(cited_answer(["zebra"], sentences, weights, 0.5))
    again = cited_answer(question, sentences, weights, 0.5)
    assert parts(again) == parts(first) and not is_abstention(first)
    assert sentences == SENTENCES and question == QUESTION and weights == WEIGHTS
