"""Long answers, sentence by sentence: the optional track for systems with a language model.

A system may have one more method:

    system.long_answer(query)   # LongAnswer(sentences=[Sentence(text=..., citations=[...])], abstained=False)

Each sentence names what it was read from, and is checked against that alone. It is *supported* if

    every figure in it stands in what it cites (in pictures and recordings: in what they really say), or in the question;
    every name does, too: each capitalised word that does not begin the sentence;
    of its other words, stop words aside, three in five do, whatever their endings;
    it denies something where the cited sentence that is most like it does, and only there.

This looks at words, not at meaning: it is made so that what is invented does not pass, and what is close to its source does. A question's
*nugget* (Voorhees 2003) is found if an accepted answer stands in a supported sentence that cites where it stands (a passage of grade 3). A question
is worth the share of supported sentences, if its nugget is found; and what is answered although the corpus does not say costs as much as a
right answer brings. Saying nothing is worth nothing, and so is saying everything.
"""

import re
from collections.abc import Iterable
from typing import NotRequired, TypedDict

import numpy as np
from rag_contract import (
    Citation,
    ContractError,
    NotRecordedError,
    Query,
    System,
    World,
    check_citations,
    cited_passage,
    content_hash,
    readable_text,
)
from rag_matching import same, stands_in, tokens
from rag_places import places, proves, sentences
from rag_scorer import Interval, intervals
from stop_words import STOP_WORDS

MOST_SENTENCES = 5
LONGEST_SENTENCE = 60
"""Words."""
SHARED = 0.6
"""Of a sentence's words, stop words and figures aside, what share must stand in what it cites."""
_FIGURE = re.compile(r"\d(?:[\d.,:]*\d)?")
_NAME = re.compile(r"(?<=[\w,;:)] )[A-Z][\w'’-]+")
_DENIES = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot)\b|n['’]t\b|\b(?:לא|אין|אינו|אינה|אינם|בלי|ללא)\b",
    re.I,
)
_MARK = re.compile(r"\s*\[(\d+(?:\s*,\s*\d+)*)\]")
_NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


class Sentence(TypedDict):
    """One sentence of a long answer."""

    text: str
    citations: list[Citation]
    """What it was read from, as in a short answer: best the place of a sentence."""


class LongAnswer(TypedDict):
    """What a system says at length."""

    sentences: list[Sentence]
    """MOST_SENTENCES at most; none if abstained."""
    abstained: bool
    reason: NotRequired[str]
    """Why it abstains."""


class LongScore(TypedDict):
    """One question's part."""

    id: str
    answerable: bool
    error: str
    abstained: bool
    reason: str
    said: list[tuple[str, str]]
    """Each sentence, and why it is not supported, or nothing."""
    support: float
    """The share of its sentences that are supported."""
    nugget: bool
    value: float


class LongEvaluation(TypedDict):
    """Scores of each question, and of all."""

    questions: list[LongScore]
    nuggets: float
    """Of the answerable questions, the share whose nugget was found."""
    support: float
    """Of all that was answered, the mean share of supported sentences."""
    value: Interval
    """Mean worth of the answerable questions, less the share of the others that were answered; at least 0."""


def with_marks(text: str, ids: list[Citation]) -> list[Sentence]:
    """A model's text as sentences with citations, where it cites sources by their numbers, as `build_prompt` asks.

    >>> with_marks("It leaves at 9:40 [1]. Dogs are welcome. [2, 3]", ["p1", "p2", "p3"])[1]
    {'text': 'Dogs are welcome.', 'citations': ['p2', 'p3']}

    Args:
        ids: source 1, source 2 and so on. A number that is not among them is left out.
    """
    text = re.sub(
        r"([.?!])((?:\s*\[\d+(?:\s*,\s*\d+)*\])+)", r"\2\1", text
    )  # a mark behind the full stop goes before it
    found = []
    for start, end in sentences(text):
        numbers = [int(one) for mark in _MARK.findall(text[start:end]) for one in mark.split(",")]
        bare = _MARK.sub("", text[start:end]).strip()
        if bare:
            cited = [ids[number - 1] for number in dict.fromkeys(numbers) if 1 <= number <= len(ids)]
            found.append(Sentence(text=bare, citations=cited))
    return found


def check_long_answer(answer: object, known_ids: Iterable[str]) -> LongAnswer:
    """The long answer, if it is one.

    Args:
        known_ids: as of `rag_contract.check_answer`.

    Raises:
        ContractError: if it has another form, has too many, too long or empty sentences, two sentences in one, a wrong citation, or
            says something and abstains.
    """
    if not isinstance(answer, dict) or not isinstance(answer.get("sentences"), list):
        raise ContractError("long_answer() should return a LongAnswer: a dict with a list of 'sentences'.")
    if not isinstance(answer.get("abstained"), bool):
        raise ContractError("The long answer's 'abstained' should be True or False.")
    if answer["abstained"] == bool(answer["sentences"]):
        raise ContractError("A long answer has sentences, or it abstains.")
    if len(answer["sentences"]) > MOST_SENTENCES:
        raise ContractError(f"The long answer has {len(answer['sentences'])} sentences; it may have {MOST_SENTENCES}.")
    checked = []
    for number, one in enumerate(answer["sentences"], start=1):
        who = f"Sentence {number}"
        if (
            not isinstance(one, dict)
            or not isinstance(one.get("text"), str)
            or not isinstance(one.get("citations"), list)
        ):
            raise ContractError(f"{who} should be a dict with a 'text' and a list of 'citations'.")
        if len(sentences(one["text"])) != 1:
            raise ContractError(f"{who} holds {len(sentences(one['text']))} sentences; each stands on its own.")
        if len(one["text"].split()) > LONGEST_SENTENCE:
            raise ContractError(f"{who} has {len(one['text'].split())} words; it may have {LONGEST_SENTENCE}.")
        checked.append(Sentence(text=one["text"], citations=check_citations(one["citations"], known_ids, who)))
    made = LongAnswer(sentences=checked, abstained=answer["abstained"])
    if isinstance(answer.get("reason"), str):
        made["reason"] = answer["reason"]
    return made


def collect_long(system: System, queries: list[Query]) -> dict[str, dict]:
    """Of each query, by its id, {"answer": what long_answer() returned, "error": ""}; as `rag_scorer.collect`."""
    outputs = {}
    for query in queries:
        output = outputs[query["id"]] = {"answer": None, "error": ""}
        try:
            output["answer"] = system.long_answer(query)
        except NotRecordedError as missing:
            output["answer"] = LongAnswer(sentences=[], abstained=True, reason=str(missing))
        except Exception as error:
            output["error"] = f"{type(error).__name__}: {error}"
    return outputs


def evaluate_long(system: System, world: World) -> LongEvaluation:
    """Ask a system all questions of a world at length, and score what it says."""
    return score_long(collect_long(system, world["queries"]), world)


def score_long(outputs: dict[str, dict], world: World) -> LongEvaluation:
    """Score long answers that have been collected. Nothing in them is trusted."""
    questions = [_score_one(outputs.get(query["id"]), query, world) for query in world["queries"]]
    can = np.array([[one["value"] for one in questions if one["answerable"]]], dtype=float)
    nuggets = [one["nugget"] for one in questions if one["answerable"]]
    invented = np.array([[not one["abstained"] for one in questions if not one["answerable"]]], dtype=float)
    answered = [one["support"] for one in questions if not one["abstained"]]
    [value] = intervals((can, invented), lambda x, y, axis=-1: np.maximum(x.mean(axis) - y.mean(axis), 0.0))
    return LongEvaluation(
        questions=questions,
        nuggets=float(np.mean(nuggets)) if nuggets else 0.0,
        support=float(np.mean(answered)) if answered else 0.0,
        value=value,
    )


def unsupported(sentence: Sentence, query: Query, world: World) -> str:
    """Why a sentence is not supported by what it cites, or nothing."""
    if not sentence["citations"]:
        return "it cites nothing"
    passages = {one["id"]: one for one in world["corpus"]["passages"]}
    asked = readable_question(query, world)
    true, readable, candidates = [asked], [asked], []
    for citation in sentence["citations"]:
        passage = passages[cited_passage(citation)]
        read = readable_text(passage, world["corpus"]["transcripts"])
        said = world["said"].get(passage["id"], passage["text"])
        found, _ = places(citation, read, said)
        true.append(found[-1])
        readable += [passage["title"], read if isinstance(citation, str) else found[0], found[-1]]
        candidates += [text[start:end] for text in found for start, end in sentences(text)]
    text = sentence["text"]
    for figure in _FIGURE.findall(_in_figures(text)):
        if not any(stands_in(figure, _in_figures(one)) for one in true):
            return f"{figure} does not stand in what it cites"
    there = [word for one in readable for word in tokens(one)]
    for name in _NAME.findall(text):
        if not all(word in STOP_WORDS or any(same(word, other) for other in there) for word in tokens(name)):
            return f"{name} does not stand in what it cites"
    words = [word for word in tokens(text) if word not in STOP_WORDS and not word[-1].isdigit()]
    shared = sum(any(_alike(word, other) for other in there) for word in words)
    if shared < SHARED * len(words):
        return f"of its words {shared} of {len(words)} stand in what it cites"
    nearest = max(candidates, key=lambda one: len(set(tokens(one)) & set(tokens(text))), default="")
    if bool(_DENIES.search(text)) != bool(_DENIES.search(nearest)):
        return "of it and what it cites, one denies something and the other does not"
    return ""


def readable_question(query: Query, world: World) -> str:
    """A question as systems can read it, with what was heard in its recording and read in its picture."""
    transcripts = world["corpus"]["transcripts"]
    files = [query["recording"], query["image"]]
    return "\n".join([query["text"], *(transcripts.get(content_hash(one), "") for one in files if one)])


def _score_one(output: object, query: Query, world: World) -> LongScore:
    gold = world["gold"][query["id"]]
    known = {one["id"]: readable_text(one, world["corpus"]["transcripts"]) for one in world["corpus"]["passages"]}
    answer, error = None, str(output.get("error") or "") if isinstance(output, dict) else "there is no answer"
    if not error:
        try:
            answer = check_long_answer(output.get("answer"), known)
        except ContractError as broken:
            error = str(broken)
    told = answer["sentences"] if answer else []
    said = [(one["text"], unsupported(one, query, world)) for one in told]
    support = sum(not why for _, why in said) / len(said) if said else 0.0
    nugget = any(
        not why and _holds(one, gold["answers"], gold["relevance"], known, world)
        for one, (_, why) in zip(told, said, strict=True)
    )
    return LongScore(
        id=query["id"],
        answerable=bool(gold["answers"]),
        error=error,
        abstained=bool(answer and answer["abstained"]),
        reason=answer.get("reason", "") if answer else "",
        said=said,
        support=support,
        nugget=nugget,
        value=support if nugget else 0.0,
    )


def _holds(
    sentence: Sentence, accepted: list[str], grades: dict[str, int], known: dict[str, str], world: World
) -> bool:
    """Whether an accepted answer stands in a sentence, and where it cites."""
    if not any(stands_in(answer, sentence["text"]) for answer in accepted):
        return False
    texts = {one["id"]: one["text"] for one in world["corpus"]["passages"]}
    for citation in sentence["citations"]:
        id = cited_passage(citation)
        if grades.get(id) == 3 and proves(citation, accepted, known[id], world["said"].get(id, texts[id])):
            return True
    return False


def _in_figures(text: str) -> str:
    """With small numbers in figures, so that seven is one as 7 is."""
    return re.sub(
        r"\b(?:" + "|".join(_NUMBERS) + r")\b", lambda found: str(_NUMBERS.index(found[0].lower())), text, flags=re.I
    )


def _alike(one: str, other: str) -> bool:
    """Whether two words are one up to their endings: leaves, leaving; opened, opens."""
    if same(one, other):
        return True
    length = min(len(one), len(other)) - 2
    return length >= 3 and one[:length] == other[:length] and abs(len(one) - len(other)) <= 3
