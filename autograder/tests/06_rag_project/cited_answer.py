"""an extractive reader that cites and abstains. Weights are such that sums are exact.

What is asked of `cited_answer` is asked by the student's own `coverage`: a wrong one has cases of its own.
"""

import copy
import math

from otter.test_files import test_case

OK_FORMAT = False
name = "cited_answer"
points = 6
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

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


def does_its_work(cited_answer):
    """Whether it ever answers; what does not has no property that could be asked of it."""
    one, two = ([("p1", name, [name])] for name in ("pier", "ferry"))
    return repr(cited_answer(["pier"], one, WEIGHTS, 0.0)) != repr(cited_answer(["ferry"], two, WEIGHTS, 0.0))


def best_coverage(coverage, question, sentences):
    """How much of a question the best sentence covers, by the student's own coverage."""
    return max(float(coverage(question, terms, WEIGHTS)) for _, _, terms in sentences)


@test_case(
    points=0.5,
    failure_message="Of weights 1, 2, 1 and 4 a sentence with the terms of weight 2 and 4 covers 6 / 8.",
)
def test_coverage_by_hand(coverage):
    assert abs(coverage(QUESTION, ["pier", "ferry", "oak"], WEIGHTS) - 0.75) < 1e-6


@test_case(
    points=0.75,
    failure_message="The answer should be the sentence that covers most of the question, cited by its passage's id, not abstained.",
)
def test_best_sentence(cited_answer):
    text, citations, abstained, _ = parts(cited_answer(list(QUESTION), SENTENCES[:4], WEIGHTS, 0.1))
    assert text == "The last ferry leaves the pier at 21:40." and citations == ["p2"]
    assert abstained is False


@test_case(
    points=0.625,
    failure_message="Where no sentence covers the threshold's share of the question, the answer should be abstention(); above it, not.",
)
def test_abstains(cited_answer, coverage):
    best = best_coverage(coverage, ["zebra", "pier"], SENTENCES)
    assert is_abstention(cited_answer(["zebra", "pier"], list(SENTENCES), WEIGHTS, best + 0.1))
    assert parts(cited_answer(["zebra", "pier"], list(SENTENCES), WEIGHTS, best - 0.01))[2] is False


@test_case(
    points=0.25,
    failure_message="With `wanted` for a time, the text of the answer should be the time, and not the sentence around it.",
)
def test_only_what_is_wanted(cited_answer):
    assert parts(cited_answer(list(QUESTION), SENTENCES[:4], WEIGHTS, 0.1, r"\d+:\d+"))[0] == "21:40"


@test_case(
    points=0.625,
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
    points=0.625,
    hidden=True,
    failure_message="The confidence of an answer is the coverage of the sentence that covers most of the question.",
)
def test_confidence(cited_answer, coverage):
    assert does_its_work(cited_answer), IDLE
    for question in (["zebra", "pier"], ["ferry", "zebra", "last"], QUESTION):
        confidence = parts(cited_answer(list(question), SENTENCES[:4], WEIGHTS, 0.01))[3]
        assert math.isclose(confidence, best_coverage(coverage, question, SENTENCES[:4]), rel_tol=1e-6)


@test_case(
    points=0.625,
    hidden=True,
    failure_message="Of sentences that cover the same, the first one answers: it comes from the better passage. Only its passage is "
    "cited.",
)
def test_first_of_equal(cited_answer):
    assert does_its_work(cited_answer), IDLE
    equal = [
        (name, f"The pier is {word}.", ["pier", word]) for name, word in (("p7", "long"), ("p2", "old"), ("p5", "red"))
    ]
    for sentences in (equal, equal[::-1]):
        text, citations, *_ = parts(cited_answer(["pier"], list(sentences), WEIGHTS, 0.01))
        assert citations == [sentences[0][0]] and sentences[0][1] in text
    assert parts(cited_answer(["ferry"], [equal[0], SENTENCES[2], equal[1]], WEIGHTS, 0.01))[1] == ["p2"]


@test_case(
    points=0.625,
    hidden=True,
    failure_message="A confidence that equals the threshold is enough; one just below it is not.",
)
def test_threshold(cited_answer, coverage):
    for question in (["pier", "ferry", "last", "leave", "zebra"], ["zebra", "pier"]):
        best = best_coverage(coverage, question, SENTENCES)
        for threshold, answers in ((0.0, True), (best, True), (best + 0.01, False), (1.0, False)):
            assert parts(cited_answer(list(question), list(SENTENCES), WEIGHTS, threshold))[2] is not answers
    assert parts(cited_answer(["zebra", "pier"], list(SENTENCES), WEIGHTS, 1.0, r"\d+:\d+"))[2] is True


@test_case(
    points=0.625,
    hidden=True,
    failure_message="With `wanted`, only sentences in which it is found can answer, and the text is what was found, not the sentence.",
)
def test_wanted(cited_answer):
    sentences = [SENTENCES[4], SENTENCES[0], SENTENCES[2]]
    assert parts(cited_answer(list(QUESTION), sentences, WEIGHTS, 0.01, r"\d+:\d+"))[0] == "21:40"
    weights = {**WEIGHTS, "19:15": 8.0}
    assert parts(cited_answer(["pier", "19:15"], list(SENTENCES), weights, 0.01, r"\d+:\d+"))[0] == "19:15"
    assert parts(cited_answer(list(QUESTION), list(SENTENCES), WEIGHTS, 0.0, r"\d+ crowns"))[2] is True
    two = [("p1", "Ferries leave at 08:15 and at 09:30.", ["ferry", "leave"])]
    assert parts(cited_answer(["ferry"], two, WEIGHTS, 0.01, r"\d+:\d+"))[0] == "08:15"
    assert parts(cited_answer(["ferry"], list(SENTENCES), WEIGHTS, 0.01, "(A|The last) ferry"))[0] in (
        "The last ferry",
        "A ferry",
    )


@test_case(
    points=0.625,
    hidden=True,
    failure_message="A sentence that covers nothing answers nothing, whatever the threshold; no sentences, or a question without "
    "terms: abstention().",
)
def test_nothing(cited_answer):
    assert is_abstention(cited_answer(["zebra"], list(SENTENCES), WEIGHTS, 0.0))
    assert is_abstention(cited_answer(list(QUESTION), [], WEIGHTS, 0.0))
    assert is_abstention(cited_answer([], list(SENTENCES), {}, 0.0))


@test_case(points=0.125, hidden=True, failure_message="One answer must not change another, nor what was given.")
def test_left_alone(cited_answer):
    sentences, question, weights = copy.deepcopy(SENTENCES[::-1]), list(QUESTION), dict(WEIGHTS)
    first = cited_answer(question, sentences, weights, 0.01)
    cited_answer(["zebra"], sentences, weights, 0.01)
    assert parts(cited_answer(question, sentences, weights, 0.01)) == parts(first)
    assert sentences == SENTENCES[::-1] and question == QUESTION and weights == WEIGHTS
