"""Scores a system on a world: retrieval, answers, citations and abstention, each with a 95 % interval.

    evaluation = evaluate(RagSystem(world["corpus"]), world)
    print(report(evaluation))                   # from rag_report: where points are lost

Ten metrics, all from 0 to 1. The first eight are means over the questions that the corpus can answer.

    ndcg                nDCG@10 as trec_eval computes it: linear gain, discount log2(rank + 1)
                        (Järvelin and Kekäläinen 2002, with the grade itself as the gain)
    recall              recall@10 of what the answer needs: passages of grade 2 or 3
    mrr                 reciprocal rank of the first passage of grade 3 among ten: whether what answers stands first
    em, f1              exact match and token F1 with the best accepted answer (rag_matching); an abstention has 0
    citation_precision  of the passages that a right answer cites, the share that supports it
    citation_recall     of what a right answer needs, the share that it cites
    citation_place      of the sentences that a right answer cites, the share that it needs: an id cites all of its passage's,
                        a span those that it touches
    abstention          harmonic mean of two shares, see `_abstention`
    answered            share of questions that were not abstained, of all; it is no score, it explains the others

An answer is *right* if an accepted answer stands in it, in at most 12 words: a short sentence may be around it, not a passage.
Exact match and F1 say how much of it is answer. What is not right has no citation to its credit, or quoting a whole
passage beside its id would count as well cited.

A citation *supports* the answer if its passage has grade 3; grade 2 is a step on the way in a two-hop question or a
comparison, but in every other question an outdated answer. And in at least one cited passage of grade 3 the answer must
really stand (in a picture or a recording: in what it really says), or none of the citations counts.

A citation that names a span supports the answer only if it stands in the sentences that the span touches: so a right span is never
worse than its passage's id, and a wrong one is a wrong citation. Two are judged by their passage alone, for there the gold knows no
sentence: a step on the way, and a comparison, whose answer is a name and whose proof may be a sentence that says "it".
"""

from collections.abc import Callable, Iterable
from typing import TypedDict

import ir_measures
import numpy as np
from rag_contract import (
    Citation,
    ContractError,
    Corpus,
    Query,
    System,
    World,
    answers_together,
    check_answer,
    cited_passage,
    one_answer,
    readable_text,
)
from rag_matching import exact_match, stands_in, token_f1, tokens
from rag_places import places, proves, shown

K = 10
NEEDED = 2
"""The lowest grade of a passage that an answer needs."""
ANSWERS = 3
"""The grade of a passage in which the answer stands."""
NDCG, RECALL, FIRST = ir_measures.nDCG @ K, ir_measures.R(rel=NEEDED) @ K, ir_measures.RR(rel=ANSWERS)
MOST_WORDS = 12
"""Words that a right answer may have."""
LONGEST_ANSWER = 1000
"""Characters of an answer that are read."""
STEP_TYPES = frozenset({"two_hop", "comparison"})
MODALITIES = {"image": "image", "audio": "audio", "shown": "shown", "spoken": "spoken"}
MEANS = ("ndcg", "recall", "mrr", "em", "f1", "citation_precision", "citation_recall", "citation_place")
METRICS = (*MEANS, "abstention", "answered")
RESAMPLES = 2000
CONFIDENCE_LEVEL = 0.95


class Measured(str):
    """What was measured, as a text with numbers: a reason why a case of a test fails that tells nothing else.

    >>> Measured("{right} of {asked} were right.", right=3, asked=12)
    '3 of 12 were right.'

    Args:
        template: the text, with {names} for the numbers.
        numbers: int or float.

    Raises:
        TypeError: if something else than a number is to be told.
    """

    template: str
    numbers: dict[str, float]

    def __new__(cls, template: str, **numbers: float) -> "Measured":
        if not all(isinstance(number, int | float) for number in numbers.values()):
            raise TypeError("Only numbers may be told of what was measured.")
        told = super().__new__(cls, template.format(**numbers))
        told.template, told.numbers = template, numbers
        return told


class QuestionScore(TypedDict):
    """One question's part of every metric, and what is needed to see why."""

    id: str
    type: str
    modality: str
    language: str
    question: str
    answerable: bool
    error: str
    """Why there is no valid answer, or empty. An error counts as a wrong answer, never as an abstention."""
    abstained: bool
    right: bool
    ndcg: float
    recall: float
    mrr: float
    em: float
    f1: float
    citation_precision: float
    citation_recall: float
    citation_place: float
    confidence: float
    expected: str
    got: str
    reason: str
    """Why it abstained, if the system says so."""
    cited: list[str]
    """Ids of the cited passages."""
    cited_at: list[str]
    """The citations as a report shows them: p03, or p03[40:62]."""
    gold: dict[str, int]


class Interval(TypedDict):
    """A metric over n questions, and the ends of its 95 % interval. All are 0 where there is no question."""

    value: float
    lower: float
    upper: float
    n: int


class Evaluation(TypedDict):
    """Scores of each question, of all together, and of groups of them."""

    questions: list[QuestionScore]
    metrics: dict[str, Interval]
    groups: dict[str, dict[str, dict[str, Interval]]]
    """"type", "modality" or "language" -> name -> metric -> interval."""


def evaluate(system: System, world: World, queries: list[Query] | None = None) -> Evaluation:
    """Ask a system all questions of a world, or some of them, and score what it says."""
    queries = world["queries"] if queries is None else queries
    return score(collect(system, queries), world, [query["id"] for query in queries])


def collect(system: System, queries: list[Query]) -> dict[str, dict]:
    """Of each query, by its id, {"ranking": ids, "answer": what answer() or answer_many() returned, "error": ""}.

    An exception costs its query only: "error" says what was raised, and what is missing is [] or None.
    """
    outputs = {}
    answers = answers_together(system, queries)
    for number, query in enumerate(queries):
        output = outputs[query["id"]] = {"ranking": [], "answer": None, "error": ""}
        try:
            output["ranking"] = system.retrieve(query, K)
            output["answer"] = one_answer(system, query) if answers is None else answers[number]
        except Exception as error:
            output["error"] = f"{type(error).__name__}: {error}"
    return outputs


def score(outputs: dict[str, dict], world: World, ids: Iterable[str] | None = None) -> Evaluation:
    """Score answers that have been collected.

    Args:
        outputs: what `collect` returned. Nothing in it is trusted: what breaks the contract is an error of its question.
        world: what they are answers to.
        ids: the questions that count; all of the world's by default. One without an output counts as not answered.
    """
    return summarise(question_scores(outputs, world, ids))


def question_scores(outputs: dict[str, dict], world: World, ids: Iterable[str] | None = None) -> list[QuestionScore]:
    """What `score` says of each question, without metrics and intervals."""
    queries = {query["id"]: query for query in world["queries"]}
    return [_score_one(outputs.get(id), queries[id], world) for id in (queries if ids is None else ids)]


def pooled(evaluations: Iterable[Evaluation]) -> Evaluation:
    """One evaluation of the questions of several, as if they had been asked together."""
    return summarise([question for evaluation in evaluations for question in evaluation["questions"]])


def summarise(questions: list[QuestionScore]) -> Evaluation:
    """Metrics with intervals of all questions, and of each type, modality and language."""
    groups: dict[str, dict[str, dict[str, Interval]]] = {}
    for key in ("type", "modality", "language"):
        names = dict.fromkeys(question[key] for question in questions)  # in the order in which they come
        groups[key] = {name: metrics([one for one in questions if one[key] == name]) for name in names}
    return Evaluation(questions=questions, metrics=metrics(questions), groups=groups)


def metrics(questions: list[QuestionScore]) -> dict[str, Interval]:
    """Every metric of these questions with its interval, by the percentile bootstrap (Efron and Tibshirani 1993, ch. 13).

    Questions are what is drawn anew. Answerable and unanswerable ones are drawn apart, so that each resample has as
    many of both as there are. The seed is fixed: equal scores have equal intervals. Where all scores are alike there is
    nothing to draw, and 54 right of 54 would have no uncertainty at all: there the interval is Wilson's.
    """
    can = [question for question in questions if question["answerable"]]
    cannot = [question for question in questions if not question["answerable"]]
    values = np.array([[question[name] for question in can] for name in MEANS], dtype=float)
    found = dict(zip(MEANS, intervals((values,), lambda x, axis=-1: x.mean(axis)), strict=True))
    # an answerable question is right (1), wrong (0) or abstained (-1); two facts in one number, drawn together
    outcomes = np.array([[-1 if one["abstained"] else int(one["right"]) for one in can]], dtype=float)
    abstained = np.array([[one["abstained"] for one in cannot]], dtype=float)
    found["abstention"] = intervals((outcomes, abstained), _abstention)[0]
    answered = np.array([[not one["abstained"] for one in questions]], dtype=float)
    found["answered"] = intervals((answered,), lambda x, axis=-1: x.mean(axis))[0]
    return found


def risk_coverage(questions: list[QuestionScore]) -> list[tuple[float, float]]:
    """(coverage, risk) of answering only the n most confident questions, for each n (El-Yaniv and Wiener 2010).

    Coverage is the share of all questions that are answered, risk the share of those that are wrong. An answer to a
    question that the corpus cannot answer is wrong. Questions of equal confidence come in together.
    """
    answered = sorted((one for one in questions if not one["abstained"]), key=lambda one: -one["confidence"])
    curve = []
    for number in range(1, len(answered) + 1):
        if number == len(answered) or answered[number]["confidence"] < answered[number - 1]["confidence"]:
            wrong = sum(not one["right"] for one in answered[:number])
            curve.append((number / len(questions), wrong / number))
    return curve


def _score_one(output: object, query: Query, world: World) -> QuestionScore:
    gold = world["gold"][query["id"]]
    accepted, relevance = gold["answers"], gold["relevance"]
    ranking, answer, error = _checked(output, world["corpus"])
    text = answer["text"][:LONGEST_ANSWER] if answer else ""
    f1 = token_f1(text, accepted)
    right = len(tokens(text)) <= MOST_WORDS and any(stands_in(wanted, text) for wanted in accepted)
    ndcg, recall, mrr = retrieval_scores(ranking, relevance)
    cited = answer["citations"] if answer else []
    supported, complete, placed = _citations(text, cited, query["id"], world) if right else (0.0, 0.0, 0.0)
    return QuestionScore(
        id=query["id"],
        type=gold["type"],
        modality=MODALITIES.get(gold["type"], "text"),
        language=query["language"],
        question=query["text"],
        answerable=bool(accepted),
        error=error,
        abstained=bool(answer and answer["abstained"]),
        right=right,
        ndcg=ndcg,
        recall=recall,
        mrr=mrr,
        em=exact_match(text, accepted),
        f1=f1,
        citation_precision=supported,
        citation_recall=complete,
        citation_place=placed,
        confidence=answer["confidence"] if answer else 0.0,
        expected=accepted[0] if accepted else "",
        got=text,
        reason=answer.get("reason", "") if answer else "",
        cited=list(dict.fromkeys(map(cited_passage, cited))),
        cited_at=list(map(shown, cited)),
        gold=dict(relevance),
    )


def _checked(output: object, corpus: Corpus) -> tuple[list[str], dict | None, str]:
    """Ranking, answer and error of one output; a ranking or an answer that breaks the contract becomes [] or None."""
    if not isinstance(output, dict):
        return [], None, "there is no answer"
    known = {passage["id"]: readable_text(passage, corpus["transcripts"]) for passage in corpus["passages"]}
    ranking, error = output.get("ranking"), str(output.get("error") or "")
    if not isinstance(ranking, list) or not all(isinstance(id, str) and id in known for id in ranking):
        ranking, error = [], error or "retrieve() should return a list of ids of passages."
    elif len(ranking) > K or len(set(ranking)) < len(ranking):
        ranking, error = [], error or f"retrieve() should return at most k = {K} different ids."
    answer = None
    if output.get("answer") is not None or not error:
        try:
            answer = check_answer(output.get("answer"), known)
        except ContractError as broken:
            error = error or str(broken)
    return ranking, answer, error


def retrieval_scores(ranking: list[str], relevance: dict[str, int]) -> tuple[float, float, float]:
    """nDCG@10, recall@10 of grades 2 and 3, and reciprocal rank of grade 3 in a ranking of ten; 0 without judgements.

    By ir-measures (MacAvaney, Macdonald and Ounis 2022).
    """
    judged = [ir_measures.Qrel("q", id, grade) for id, grade in relevance.items()]
    found = [ir_measures.ScoredDoc("q", id, -place) for place, id in enumerate(ranking)]
    if not found or not any(grade > 0 for grade in relevance.values()):
        return 0.0, 0.0, 0.0
    values = ir_measures.calc_aggregate([NDCG, RECALL, FIRST], judged, found)
    best = max(relevance.values())
    return (
        float(values[NDCG]),
        float(values[RECALL]) if best >= NEEDED else 0.0,
        float(values[FIRST]) if best >= ANSWERS else 0.0,
    )


def _citations(text: str, cited: list[Citation], id: str, world: World) -> tuple[float, float, float]:
    """Citation precision, recall and place of a right answer.

    What it needs is one passage in which the answer stands, and in two-hop questions and comparisons one step: the same
    fact may stand in a text and on a poster, and one of them is enough.
    """
    gold = world["gold"][id]
    has_step = gold["type"] in STEP_TYPES and 2 in gold["relevance"].values()
    wordings = [text, *gold["answers"]]  # the passage may have it in the other language
    passages = {one["id"]: one for one in world["corpus"]["passages"]}
    stands, supporting, steps, sentences = False, 0, False, []
    for citation in cited:
        passage = passages[cited_passage(citation)]
        grade = gold["relevance"].get(passage["id"], 0)
        read = readable_text(passage, world["corpus"]["transcripts"])
        said = world["said"].get(passage["id"], passage["text"])
        whole = passage["id"] if gold["type"] == "comparison" else citation
        proof = grade == 3 and proves(whole, wordings, read, said)
        step = grade == 2 and has_step
        stands, steps = stands or proof, steps or step
        # an id of grade 3 supports even where the fact is worded in another way there; a span has to hold it
        supporting += step or (proof if whole != passage["id"] else grade == 3)
        number = max(places(citation, read, said)[1], 1)
        sentences.append((int(proof or step), number))
    if not stands:
        return 0.0, 0.0, 0.0
    needed, touched = (sum(column) for column in zip(*sentences, strict=True))
    return supporting / len(cited), (1 + steps) / 2 if has_step else 1.0, needed / touched


def _abstention(outcomes: np.ndarray, abstained: np.ndarray, axis: int = -1) -> np.ndarray:
    """Harmonic mean of how often it answers rightly where it can, and how well it tells where it cannot.

    The second is Youden's index: the share of unanswerable questions that it abstains from, less the share of answerable
    ones. Who always abstains, never abstains or tosses a coin has 0 there, whatever the coin, and so 0 in the mean.
    """
    right = (outcomes == 1).mean(axis)
    tells = np.maximum(abstained.mean(axis) - (outcomes == -1).mean(axis), 0.0)
    both = right + tells
    return np.where(both > 0, 2 * right * tells / np.where(both > 0, both, 1.0), 0.0)


def intervals(samples: tuple[np.ndarray, ...], statistic: Callable[..., np.ndarray]) -> list[Interval]:
    """The interval of each row, as `metrics` says.

    Args:
        samples: each of shape (rows, questions of one kind), drawn apart.
        statistic: takes as many arrays, and the `axis` that its value is over; returns a value for each row.
    """
    from scipy.stats import bootstrap  # takes a second to import, and answering needs none of it

    sizes = [sample.shape[-1] for sample in samples]
    if min(sizes) == 0:
        return [Interval(value=0.0, lower=0.0, upper=0.0, n=0) for _ in samples[0]]
    values = statistic(*samples)
    lower, upper = values, values
    if max(sizes) > 1:
        result = bootstrap(
            [np.repeat(sample, 2, axis=-1) if sample.shape[-1] == 1 else sample for sample in samples],
            statistic,
            n_resamples=RESAMPLES,
            confidence_level=CONFIDENCE_LEVEL,
            method="percentile",
            vectorized=True,
            axis=-1,
            rng=np.random.default_rng(0),
        )
        lower, upper = result.confidence_interval
    found = []
    for row, (value, low, high) in enumerate(zip(values, lower, upper, strict=True)):
        ends = (
            (float(low), float(high)) if high > low else _ends_of_equal_scores([one[row] for one in samples], statistic)
        )
        found.append(Interval(value=float(value), lower=ends[0], upper=ends[1], n=sum(sizes)))
    return found


def _ends_of_equal_scores(samples: list[np.ndarray], statistic: Callable[..., np.ndarray]) -> tuple[float, float]:
    """The interval of a statistic where each sample holds one score again and again, so that no resample differs.

    n equal outcomes of n: the share of that outcome may as well be n / (n + z²), the lower end of Wilson's score interval
    (Wilson 1927; recommended at the edges by Brown, Cai and DasGupta 2001, §4). The statistic is worked out with and without
    so many other outcomes in each sample, and its least and its largest value are the ends.
    """
    from itertools import product

    from scipy.stats import norm

    z2 = norm.ppf((1 + CONFIDENCE_LEVEL) / 2) ** 2
    readings = []
    for sample in samples:
        others = round(FINE * z2 / (len(sample) + z2))
        mixed = np.full(FINE, sample[0])
        mixed[:others] = 0.0 if sample[0] else 1.0
        readings.append((sample, mixed))
    reached = [float(statistic(*reading)) for reading in product(*readings)]
    return min(reached), max(reached)


FINE = 10_000
"""Outcomes that stand for a share of them, when a share is put in place of a sample."""
