"""Says where a system loses points: scores by type, modality and language, and the questions that went worst."""

import re
import time
from collections.abc import Callable
from itertools import pairwise

from rag_contract import Corpus, Query, System, World
from rag_scorer import METRICS, Evaluation, Interval, QuestionScore, collect

LIMIT = 480
"""Seconds of processor time that a hand-in may take."""
CORPORA, QUESTIONS = 14, 330
"""What grading makes a system of, and asks it: the public world, and two hidden ones as they are, edited, with passages deleted and
added, without pictures and without recordings; the first of these once more, in another order."""
NEW, LARGER = 3, 5.5
"""How many of these corpora are mostly of new texts; the others are changes of them. And how many times the public world's passages a
hidden one has."""

_HEADS = {
    "ndcg": "nDCG@10",
    "recall": "recall@10",
    "mrr": "MRR@10",
    "em": "EM",
    "f1": "token F1",
    "citation_precision": "cit. prec.",
    "citation_recall": "cit. recall",
    "citation_place": "cit. place",
    "abstention": "abstention",
    "answered": "answered",
}
_WIDTH = 11


def report(evaluation: Evaluation, worst: int = 5) -> str:
    """A table of all metrics with their intervals, a line for each group, and the questions that went worst.

    Args:
        evaluation: from `rag_scorer.evaluate`.
        worst: how many questions are shown in full.
    """
    rows = [f"{'':<14}{'questions':>9}" + "".join(f"{_HEADS[name]:>{_WIDTH + 1}}" for name in METRICS)]
    everything = evaluation["metrics"]
    rows.append(_row("all", len(evaluation["questions"]), everything))
    rows.append(
        f"{'  95 % from':<23}" + "".join(f"{_end(everything[name], 'lower'):>{_WIDTH + 1}}" for name in METRICS)
    )
    rows.append(
        f"{'         to':<23}" + "".join(f"{_end(everything[name], 'upper'):>{_WIDTH + 1}}" for name in METRICS)
    )
    for key, groups in evaluation["groups"].items():
        rows += ["", f"by {key}"]
        for name, found in groups.items():
            rows.append(_row(name, sum(one[key] == name for one in evaluation["questions"]), found))
    mistakes = [(loss(one), one) for one in evaluation["questions"]]
    shown = sorted((pair for pair in mistakes if pair[0] > 0), key=lambda pair: (-pair[0], pair[1]["id"]))[:worst]
    rows += ["", f"{sum(lost > 0 for lost, _ in mistakes)} of {len(mistakes)} questions lose something."]
    for _, question in shown:
        rows += ["", *_question(question)]
    return "\n".join(rows)


def cost(make: Callable[[Corpus], System], world: World, queries: int = 20) -> str:
    """How much processor time grading will take, at most about: made twice of a corpus and asked some questions, and multiplied.

    The second time shows what it costs to make it of a corpus whose texts it has met, as most of those in grading are: less, for who keeps
    vectors of texts outside of the object. The texts are rearranged first, so that nothing is known of them from an earlier run;
    and it is made of no passages at all before, since models are loaded once.

    Args:
        make: the class.
        world: the public world.
        queries: how many of its questions are asked.
    """
    corpus, asked = _rearranged(world)
    asked = asked[:: max(1, len(asked) // queries)]

    times = [time.process_time()]
    for part in (Corpus(passages=[], transcripts={}), corpus, corpus):
        system = make(part)
        times.append(time.process_time())
    collect(system, asked)
    times.append(time.process_time())
    loaded, made, again, answered = (end - start for start, end in pairwise(times))
    each = answered / len(asked)
    seconds = loaded + made + LARGER * ((NEW - 1) * made + (CORPORA - NEW) * again) + QUESTIONS * each
    verdict = "It fits." if seconds <= 0.8 * LIMIT else "It may not fit." if seconds <= LIMIT else "It does not fit."
    return (
        f"Made in {made:.2f} s of processor time, again in {again:.2f} s, {each:.3f} s a question. Grading makes it of {CORPORA} corpora, most of "
        f"them {LARGER:g} times as large, and asks {QUESTIONS} questions: about {seconds:.0f} s, of {LIMIT} s that it may take. {verdict}"
    )


def _rearranged(world: World) -> tuple[Corpus, list[Query]]:
    """The corpus and its questions with the first two words of each sentence in each other's place."""

    def other(text: str) -> str:
        return re.sub(r"(?:^|(?<=[.?!]\s))(\S+)([^\S\n]+)(\S+)", r"\3\2\1", text, flags=re.MULTILINE)

    corpus = world["corpus"]
    passages = [passage | {"text": other(passage["text"])} for passage in corpus["passages"]]
    transcripts = {key: other(text) for key, text in corpus["transcripts"].items()}
    return Corpus(passages=passages, transcripts=transcripts), [
        one | {"text": other(one["text"])} for one in world["queries"]
    ]


def loss(question: QuestionScore) -> float:
    """How much of its answer, citations and retrieval a question loses: 0 if all is right, at most 1."""
    if not question["answerable"]:
        return 0.0 if question["abstained"] else 1.0
    cited = (question["citation_precision"] + question["citation_recall"]) / 2
    return 1 - (0.5 * question["f1"] + 0.3 * cited + 0.2 * question["ndcg"])


def why(question: QuestionScore) -> str:
    """In words, the first thing that went wrong with a question, or nothing."""
    if question["error"]:
        return question["error"]
    if not question["answerable"]:
        return "" if question["abstained"] else "the corpus does not say, and the system answered"
    missed = not any(question["gold"].get(one) == 3 for one in question["cited"])
    if question["abstained"]:
        reason = f" ({question['reason']})" if question["reason"] else ""
        return "abstained, and the corpus does say" + reason + ("" if question["ndcg"] else "; retrieval found nothing")
    if not question["right"]:
        if question["recall"] == 0:
            return "wrong: retrieval did not find the passage"
        return "wrong: the cited passages do not answer" if missed else "wrong: the right passage was read wrongly"
    if not question["citation_recall"]:
        if not missed and question["cited"] != question["cited_at"]:
            return "right, and the answer does not stand in the sentences that are cited"
        return "right, and the answer does not stand in what is cited"
    if question["citation_precision"] < 1:
        return "right, and cites more than what supports it"
    if question["citation_recall"] < 1:
        return "right, and a step on the way is not cited"
    return "" if question["em"] else "right in part: the answer has other words too, or lacks some"


def _row(name: str, number: int, found: dict[str, Interval]) -> str:
    return f"{name:<14}{number:>9}" + "".join(f"{_end(found[metric], 'value'):>{_WIDTH + 1}}" for metric in METRICS)


def _end(interval: Interval, end: str) -> str:
    return f"{interval[end]:.2f}" if interval["n"] else "-"


def _question(question: QuestionScore) -> list[str]:
    gold = ", ".join(f"{id} ({grade})" for id, grade in sorted(question["gold"].items(), key=lambda item: -item[1]))
    got = "(abstained)" if question["abstained"] else question["got"] or "(nothing)"
    return [
        f"{question['id']} ({question['type']}, {question['language']}): {question['question'] or '(spoken)'}",
        f"    what went wrong: {why(question)}",
        f"    expected: {question['expected'] or '(to abstain)'}",
        f"    got:      {got}",
        f"    cited:    {', '.join(question['cited_at']) or '-'}",
        f"    gold:     {gold or '-'}",
    ]
