"""The RAG project's scorer: metrics against ir-measures, SQuAD's script and scipy, and what degenerate systems get."""

from __future__ import annotations

import math
import random
import re
import string
import time
from collections import Counter
from typing import Any

import ir_measures
import numpy as np
import pytest
from ir_measures import RR, R, nDCG
from scipy.stats import binom, binomtest
from small_world import rag_contract, rag_matching, rag_report, rag_scorer, small_world

Answer = rag_contract.Answer


@pytest.fixture
def world() -> Any:
    return small_world()


class Perfect:
    """Knows the gold, as no system does; the degenerate ones below each spoil a part of it."""

    def __init__(self, world: Any) -> None:
        self.world = world
        self.passages = {passage["id"]: passage for passage in world["corpus"]["passages"]}

    def gold(self, query: Any) -> Any:
        return self.world["gold"][query["id"]]

    def retrieve(self, query: Any, k: int = 10) -> list[str]:
        relevance = self.gold(query)["relevance"]
        return sorted(relevance, key=lambda id: -relevance[id])[:k]

    def answer(self, query: Any) -> Any:
        gold = self.gold(query)
        if not gold["answers"]:
            return rag_contract.abstention()
        steps = 2 if gold["type"] in ("two_hop", "comparison") else 3
        cited = [id for id, grade in gold["relevance"].items() if grade >= steps]
        return Answer(text=gold["answers"][0], citations=cited, abstained=False, confidence=1.0)

    def says(self, id: str) -> str:
        return self.passages[id]["text"] or self.world["said"].get(id, "")


def measured(system: Any, world: Any) -> dict[str, float]:
    return {name: found["value"] for name, found in rag_scorer.evaluate(system, world)["metrics"].items()}


# Retrieval.


def test_measures_of_a_ranking_are_those_of_ir_measures() -> None:
    """Random runs with many tied scores, put in trec_eval's order: by score, ties by id backwards."""
    draw = random.Random(6)
    qrels: dict[str, dict[str, int]] = {}
    run: dict[str, dict[str, float]] = {}
    for number in range(60):
        ids = [f"p{n}" for n in range(draw.randint(3, 30))]
        qrels[f"q{number}"] = {id: draw.randint(1, 3) for id in draw.sample(ids, draw.randint(1, min(14, len(ids))))}
        run[f"q{number}"] = {id: draw.randint(0, 5) / 4 for id in draw.sample(ids, draw.randint(1, len(ids)))}
    expected = {
        (one.query_id, str(one.measure)): one.value
        for one in ir_measures.iter_calc([nDCG @ 10, R(rel=2) @ 10, RR(rel=3)], qrels, run)
    }
    assert len({value for (_, name), value in expected.items() if name == "nDCG@10"}) > 40
    for id, relevance in qrels.items():
        ranking = sorted(run[id], key=lambda one: (run[id][one], one), reverse=True)
        ndcg, recall, mrr = rag_scorer.retrieval_scores(ranking[:10], relevance)
        assert ndcg == pytest.approx(expected[id, "nDCG@10"], abs=1e-6)
        if any(grade >= 2 for grade in relevance.values()):
            assert recall == pytest.approx(expected[id, "R(rel=2)@10"])
        if any(grade == 3 for grade in relevance.values()):
            whole = expected[id, "RR(rel=3)"]
            assert mrr == pytest.approx(whole if whole > 1 / 10.5 else 0.0)


def test_ndcg_by_hand() -> None:
    """Grades 1, none, 3 on the first places; the ideal is 3, 2, 1."""
    gained = 1 / math.log2(2) + 3 / math.log2(4)
    ideal = 3 / math.log2(2) + 2 / math.log2(3) + 1 / math.log2(4)
    found = rag_scorer.retrieval_scores(["a", "x", "b"], {"a": 1, "b": 3, "c": 2})
    assert found == pytest.approx((gained / ideal, 1 / 2, 1 / 3), abs=1e-6)
    assert rag_scorer.retrieval_scores([], {"a": 3}) == (0.0, 0.0, 0.0)
    assert rag_scorer.retrieval_scores(["a"], {}) == (0.0, 0.0, 0.0)
    assert rag_scorer.retrieval_scores(["a"], {"a": 2})[1:] == (1.0, 0.0)


def test_the_means_leave_out_what_cannot_be_answered(world: Any) -> None:
    evaluation = rag_scorer.evaluate(Perfect(world), world)
    of_two_sentences, posters = 25, 5  # Perfect cites ids, and a poster here is one sentence
    place = (of_two_sentences / 2 + posters) / 30
    assert {name: found["value"] for name, found in evaluation["metrics"].items()} == pytest.approx(
        dict.fromkeys([*rag_scorer.MEANS, "abstention"], 1.0) | {"answered": 30 / 42, "citation_place": place}
    )
    assert evaluation["metrics"]["f1"]["n"] == 30 and evaluation["metrics"]["abstention"]["n"] == 42
    assert set(evaluation["groups"]["modality"]) == {"text", "image", "audio", "shown", "spoken"}
    of_hebrew = evaluation["groups"]["language"]["he"]["f1"]
    assert (of_hebrew["value"], of_hebrew["upper"], of_hebrew["n"]) == (1.0, 1.0, 5)
    assert evaluation["groups"]["type"]["unanswerable"]["f1"]["n"] == 0


# Answers.


def squad_normalized(text: str) -> list[str]:
    """As SQuAD's evaluate-v1.1.py does it."""
    text = "".join(letter for letter in text.lower() if letter not in string.punctuation)
    return re.sub(r"\b(a|an|the)\b", " ", text).split()


def squad_f1(prediction: str, truth: str) -> float:
    said, wanted = squad_normalized(prediction), squad_normalized(truth)
    shared = sum((Counter(said) & Counter(wanted)).values())
    if not shared:
        return 0.0
    precision, recall = shared / len(said), shared / len(wanted)
    return 2 * precision * recall / (precision + recall)


def test_english_answers_score_as_in_squad() -> None:
    """Random answers of words, articles, numbers and punctuation of which SQuAD's rules and these think alike."""
    draw = random.Random(5)
    words = ["the", "a", "an", "harbour", "Harbour,", "master", "master.", "of", "Brack", "(Brack)", "12", "7", "Ada's"]
    seen = set()
    for _ in range(600):
        one, two = (" ".join([*draw.choices(words, k=draw.randint(0, 5)), "quay"]) for _ in range(2))
        expected = squad_f1(one, two)
        assert rag_matching.token_f1(one, [two]) == pytest.approx(expected), (one, two)
        assert rag_matching.exact_match(one, [two]) == (squad_normalized(one) == squad_normalized(two)), (one, two)
        seen.add(round(expected, 3))
    assert len(seen) > 15


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("09:40", "9:40"),
        ("at 6:30 pm", "at 18:30"),
        ("12:15 a.m.", "0:15"),
        ("17.15", "17:15"),
        ("at 9.05", "at 09:05"),
        ("from 8.30 to 12.50", "from 8:30 to 12:50"),
        ("5.15 p.m.", "17:15"),
        ("ב־17.50", "17:50"),
        ("1,250 crowns", "1250 crowns"),
        ("₪12.50", "12.5"),
        ("17.04.2031", "17.4.2031"),
        ("the 3rd of May", "3 of May"),
        ("twenty-one", "twenty one"),
        ("סְפָרִים", "ספרים"),
        ("צה״ל", 'צה"ל'),
        ("ג׳ורג׳", "ג'ורג'"),
        ("בית־הספר", "בית הספר"),
        ("בית הספר", "בית ספר"),
        ("בספרייה", "הספרייה"),
        ("מהספרייה", "ספרייה"),
        ("ב-9:40", "09:40"),
        ("ב־17 באפריל", "17 באפריל"),
        ("ב17 באפריל", "17 באפריל"),
        ("\u200f12 שקלים\u200f", "12 שקלים"),
    ],
)
def test_the_same_answer_in_another_spelling(one: str, two: str) -> None:
    assert rag_matching.exact_match(one, [two]) == rag_matching.exact_match(two, [one]) == 1.0
    assert rag_matching.token_f1(one, ["something else", two]) == 1.0


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("9:40", "9:41"),
        ("9:40", "940"),
        ("12.50", "1250"),
        ("17.15", "17:16"),
        ("17.5", "17:50"),
        ("17.75", "17:75"),
        ("17.15.2031", "17:15"),
        ("12.50 crowns", "12:50"),
        ("-5", "5"),
        ("6:30 pm", "6:30"),
        ("Platform A", "Platform B"),
        ("לבן", "בן"),
        ("הרים", "מרים"),
        ("1,2,3", "123"),
        ("", "9:40"),
    ],
)
def test_another_answer_stays_another(one: str, two: str) -> None:
    assert rag_matching.exact_match(one, [two]) == rag_matching.exact_match(two, [one]) == 0.0


def test_a_prefixed_word_is_shared_once() -> None:
    """ספר twice in the answer does not match two words where only one is wanted."""
    assert rag_matching.token_f1("הספרייה ספרייה", ["בספרייה"]) == pytest.approx(2 / 3)


def test_where_an_answer_stands() -> None:
    assert rag_matching.stands_in("Platform A", "It leaves from Platform A at nine.")
    assert rag_matching.stands_in("the old mill", "Behind an old mill")
    assert rag_matching.stands_in("9:40", "יוצאת ב-09:40 בדיוק")
    assert rag_matching.stands_in("17:15", "It opens at 17.15 and costs 12.50.")
    assert rag_matching.stands_in("12.50", "It opens at 17:15 and costs 12.50.")
    assert not rag_matching.stands_in("12:50", "It opens at 17.15 and costs 12.60.")
    assert not rag_matching.stands_in("40", "09:40") and not rag_matching.stands_in("old mill", "old wind mill")
    assert not rag_matching.stands_in("", "anything") and not rag_matching.stands_in("?", "what?")


# Citations.


def cited(world: Any, id: str, text: str, citations: list[str]) -> tuple[float, float]:
    answer = Answer(text=text, citations=citations, abstained=False, confidence=0.5)
    output = {id: {"ranking": [], "answer": answer, "error": ""}}
    [question] = rag_scorer.score(output, world, [id])["questions"]
    assert question["error"] == ""
    return question["citation_precision"], question["citation_recall"]


def of_type(world: Any, kind: str) -> str:
    return next(query["id"] for query in world["queries"] if world["gold"][query["id"]]["type"] == kind)


def test_a_citation_needs_a_right_answer_that_stands_there(world: Any) -> None:
    id = of_type(world, "fact")
    assert cited(world, id, "9:10", ["t0"]) == (1.0, 1.0)
    assert cited(world, id, "9:10", ["t1"]) == (0.0, 0.0)
    assert cited(world, id, "9:10", ["t1", "t0"]) == (0.5, 1.0)
    assert cited(world, id, "9:10", []) == (0.0, 0.0)
    assert cited(world, id, "9:11", ["t0"]) == (0.0, 0.0)
    assert cited(world, id, world["corpus"]["passages"][0]["text"], ["t0"]) == (0.0, 0.0)
    world["gold"][id]["relevance"] = {"t1": 3}  # a grader's mistake does not make the answer stand there
    assert cited(world, id, "9:10", ["t1"]) == (0.0, 0.0)


def test_a_picture_is_cited_for_what_it_really_says(world: Any) -> None:
    id = of_type(world, "image")
    assert cited(world, id, "30", ["i0"]) == (1.0, 1.0)
    world["said"]["i0"] = ""
    assert cited(world, id, "30", ["i0"]) == (0.0, 0.0)


def test_grade_two_is_a_step_or_an_outdated_answer(world: Any) -> None:
    steps, fresh = of_type(world, "two_hop"), of_type(world, "fresh")
    assert cited(world, steps, "pier 2", ["t0", "t1"]) == (1.0, 1.0)
    assert cited(world, steps, "pier 2", ["t0"]) == (1.0, 0.5)
    assert cited(world, steps, "pier 2", ["t1"]) == (0.0, 0.0)
    assert cited(world, fresh, "4.25", ["new"]) == (1.0, 1.0)
    assert cited(world, fresh, "4.25", ["new", "old"]) == (0.5, 1.0)


# Abstention.


def abstaining(world: Any, chance: float, seed: int) -> float:
    """The metric of a system that is perfect, except that it tosses a coin whether to answer."""
    draw, perfect = random.Random(seed), Perfect(world)
    outputs = {}
    for query in world["queries"]:
        answer = Answer(text="x", citations=[], abstained=False, confidence=1.0)
        if draw.random() < chance:
            answer = rag_contract.abstention()
        elif perfect.gold(query)["answers"]:
            answer = perfect.answer(query)
        outputs[query["id"]] = {"ranking": [], "answer": answer, "error": ""}
    return rag_scorer.metrics(rag_scorer.score(outputs, world)["questions"])["abstention"]["lower"]


@pytest.mark.parametrize("chance", [0.0, 0.3, 0.5, 0.7, 1.0])
def test_a_coin_earns_nothing_at_abstaining(world: Any, chance: float) -> None:
    assert np.mean([abstaining(world, chance, seed) for seed in range(20)]) < 0.05


def test_abstaining_rightly_counts_and_errors_are_no_abstentions(world: Any) -> None:
    class Half(Perfect):
        def answer(self, query: Any) -> Any:
            if not self.gold(query)["answers"] and int(query["id"][1:]) % 2:
                raise RuntimeError("nothing found")
            return super().answer(query)

    evaluation = rag_scorer.evaluate(Half(world), world)
    assert evaluation["metrics"]["abstention"]["value"] == pytest.approx(2 * 0.5 / 1.5)
    failed = [question for question in evaluation["questions"] if question["error"]]
    assert len(failed) == 6 and all(question["error"] == "RuntimeError: nothing found" for question in failed)


def test_risk_falls_with_what_is_left_out(world: Any) -> None:
    class Sure(Perfect):
        def answer(self, query: Any) -> Any:
            gold = self.gold(query)
            text, confidence = (gold["answers"][0], 0.9) if gold["answers"] else ("no", 0.2)
            return Answer(text=text, citations=[], abstained=False, confidence=confidence)

    curve = rag_scorer.risk_coverage(rag_scorer.evaluate(Sure(world), world)["questions"])
    assert curve == [(30 / 42, 0.0), (1.0, 12 / 42)]


# Many questions at once.


def test_a_system_that_answers_many_is_asked_once(world: Any) -> None:
    class Batch(Perfect):
        calls = 0

        def answer_many(self, queries: list[Any]) -> list[Any]:
            self.calls += 1
            return [Perfect.answer(self, query) for query in queries]

        def answer(self, query: Any) -> Any:
            raise AssertionError("asked one by one")

    batch = Batch(world)
    assert rag_scorer.collect(batch, world["queries"]) == rag_scorer.collect(Perfect(world), world["queries"])
    assert batch.calls == 1


@pytest.mark.parametrize("fails", ["too few", "raises", "no list", "no method"])
def test_where_answering_many_fails_each_is_asked(world: Any, fails: str) -> None:
    class Batch(Perfect):
        def answer_many(self, queries: list[Any]) -> Any:
            if fails == "raises":
                raise RuntimeError("out of memory")
            return [self.answer(query) for query in queries[1:]] if fails == "too few" else None

    batch = Batch(world)
    if fails == "no method":
        batch.answer_many = None  # type: ignore[method-assign, assignment]
    assert rag_scorer.collect(batch, world["queries"]) == rag_scorer.collect(Perfect(world), world["queries"])


def test_the_cost_of_grading_is_estimated_from_what_grading_does(world: Any) -> None:
    class Slow(Perfect):
        def __init__(self, corpus: Any) -> None:
            super().__init__(world)
            busy(0.05)

        def answer(self, query: Any) -> Any:
            busy(0.005)
            return super().answer(query)

    def busy(seconds: float) -> None:
        end = time.process_time() + seconds
        while time.process_time() < end:
            pass

    told = rag_report.cost(Slow, world)
    least = rag_report.LARGER * (rag_report.CORPORA - 1) * 0.05 + rag_report.QUESTIONS * 0.005
    [seconds] = map(int, re.findall(r"about (\d+) s", told))
    assert round(least) <= seconds and f"of {rag_report.LIMIT} s" in told


def test_the_cost_is_that_of_texts_that_nobody_has_seen(world: Any) -> None:
    """What a system keeps of an earlier run does not make it look cheap."""
    known: set[str] = set()
    new: list[bool] = []

    class Caching(Perfect):
        def __init__(self, corpus: Any) -> None:
            super().__init__(world)
            texts = [passage["text"] for passage in corpus["passages"] if " " in passage["text"]]
            new.append(bool(texts) and known.isdisjoint(texts))
            known.update(texts)

    Caching(world["corpus"])
    rag_report.cost(Caching, world)
    assert new == [True, False, True, False]  # before; of nothing, then for the first time, and again
    assert rag_report._rearranged(world)[1][0]["text"].split()[2:] == world["queries"][0]["text"].split()[2:]


# Intervals.


def test_intervals_are_those_of_the_binomial_distribution() -> None:
    """Of 0s and 1s a bootstrap mean is binomial, so its percentiles are known without drawing."""
    values = np.array([[1.0] * 30 + [0.0] * 10])
    [interval] = rag_scorer.intervals((values,), lambda x, axis=-1: x.mean(axis))
    assert interval["value"] == 0.75 and interval["n"] == 40
    assert interval["lower"] == pytest.approx(binom.ppf(0.025, 40, 0.75) / 40, abs=0.026)
    assert interval["upper"] == pytest.approx(binom.ppf(0.975, 40, 0.75) / 40, abs=0.026)


@pytest.mark.parametrize(("right", "of"), [(54, 54), (5, 5), (1, 1), (0, 12)])
def test_equal_scores_have_the_interval_of_wilson(right: int, of: int) -> None:
    """A bootstrap would draw the same score again and again: 54 of 54 would be certain."""
    values = np.array([[1.0] * right + [0.0] * (of - right)])
    [interval] = rag_scorer.intervals((values,), lambda x, axis=-1: x.mean(axis))
    wilson = binomtest(right, of).proportion_ci(method="wilson")
    assert interval["value"] == right / of
    assert (interval["lower"], interval["upper"]) == pytest.approx((wilson.low, wilson.high), abs=1e-4)


def test_a_perfect_abstention_is_not_certain(world: Any) -> None:
    found = rag_scorer.evaluate(Perfect(world), world)["metrics"]["abstention"]
    assert found["value"] == found["upper"] == 1.0 and 0.7 < found["lower"] < 0.95


def test_intervals_hold_the_true_mean_about_as_often_as_they_say() -> None:
    draw = np.random.default_rng(2)
    true = draw.beta(2, 1, size=(200, 60))  # 200 samples of 60 scores whose mean is 2/3
    found = rag_scorer.intervals((true,), lambda x, axis=-1: x.mean(axis))
    held = np.mean([one["lower"] <= 2 / 3 <= one["upper"] for one in found])
    assert 0.9 <= held <= 0.98


def test_the_same_scores_have_the_same_interval(world: Any) -> None:
    class Some(Perfect):
        def answer(self, query: Any) -> Any:
            return super().answer(query) if int(query["id"][1:]) % 3 else rag_contract.abstention()

    first, again = (rag_scorer.evaluate(Some(world), world) for _ in range(2))
    assert first == again
    abstention = first["metrics"]["abstention"]
    assert 0 < abstention["lower"] < abstention["value"] < abstention["upper"] < 1
    twice = rag_scorer.pooled([first, again])
    narrow, wide = (one["metrics"]["f1"]["upper"] - one["metrics"]["f1"]["lower"] for one in (twice, first))
    assert twice["metrics"]["f1"]["n"] == 60 and narrow < 0.85 * wide


# Nothing that a system returns is trusted.


@pytest.mark.parametrize(
    "output",
    [
        None,
        [],
        {},
        {"ranking": ["nowhere"], "answer": {}, "error": ""},
        {"ranking": "t0", "answer": "9:10", "error": ""},
        {"ranking": [["t0"]], "answer": {"text": 9, "citations": [], "abstained": False, "confidence": 1.0}},
        {"ranking": ["t0", "t0"], "answer": {"text": "9:10", "citations": ["t0", "t0"], "abstained": False}},
        {"ranking": ["t0"] * 11, "answer": {"text": "", "citations": [], "abstained": "yes", "confidence": 1.0}},
        {"ranking": [], "answer": {"text": "9:10", "citations": ["t0"], "abstained": True, "confidence": 1.0}},
        {
            "ranking": [],
            "answer": {"text": "9:10", "citations": [f"t{n}" for n in range(6)], "abstained": False, "confidence": 1.0},
        },
        {
            "ranking": [],
            "answer": {"text": "9:10", "citations": ["t0"], "abstained": False, "confidence": float("nan")},
        },
    ],
)
def test_what_breaks_the_contract_is_an_error_and_earns_nothing(world: Any, output: Any) -> None:
    id = of_type(world, "fact")
    [question] = rag_scorer.score({id: output}, world, [id])["questions"]
    assert question["error"] and not question["right"] and not question["abstained"]
    assert all(question[name] == 0.0 for name in rag_scorer.MEANS)


def test_an_exception_costs_its_question_only(world: Any) -> None:
    class Once(Perfect):
        def retrieve(self, query: Any, k: int = 10) -> list[str]:
            if query["id"] == "q03":
                raise KeyError("q03")
            return super().retrieve(query, k)

    evaluation = rag_scorer.evaluate(Once(world), world)
    assert [one["id"] for one in evaluation["questions"] if one["f1"] < 1 and one["answerable"]] == ["q03"]


# Degenerate systems, on top of a retrieval that is perfect: only the answers are measured here.


class AlwaysAbstains(Perfect):
    def answer(self, query: Any) -> Any:
        return rag_contract.abstention()


class QuotesThePassage(Perfect):
    def answer(self, query: Any) -> Any:
        best = self.retrieve(query)[:1] or ["t0"]
        return Answer(text=self.says(best[0]), citations=best, abstained=False, confidence=1.0)


class QuotesTheCorpus(Perfect):
    def answer(self, query: Any) -> Any:
        everything = " ".join(map(self.says, self.passages))
        return Answer(text=everything, citations=list(self.passages), abstained=False, confidence=1.0)


class EchoesTheQuestion(Perfect):
    def answer(self, query: Any) -> Any:
        return Answer(text=query["text"], citations=self.retrieve(query)[:1], abstained=False, confidence=1.0)


class CitesEverything(Perfect):
    def answer(self, query: Any) -> Any:
        text = (self.gold(query)["answers"] or ["none"])[0]
        return Answer(text=text, citations=list(self.passages), abstained=False, confidence=1.0)


@pytest.mark.parametrize(
    "kind", [AlwaysAbstains, QuotesTheCorpus, EchoesTheQuestion, QuotesThePassage, CitesEverything]
)
def test_degenerate_answers_score_nearly_nothing(world: Any, kind: type) -> None:
    found = measured(kind(world), world)
    assert found["em"] == found["abstention"] == 0.0
    assert max(found["citation_precision"], found["citation_recall"]) < 0.05  # a comparison names its answer
    assert found["f1"] < 0.16


def test_citing_as_much_as_is_allowed_costs_precision(world: Any) -> None:
    class CitesFive(Perfect):
        def answer(self, query: Any) -> Any:
            answer = super().answer(query)
            more = [*answer["citations"], *self.passages][: rag_contract.MOST_CITATIONS]
            return answer if answer["abstained"] else answer | {"citations": list(dict.fromkeys(more))}

    found = measured(CitesFive(world), world)
    assert found["citation_recall"] == 1.0 and found["citation_precision"] < 0.4


# The report.


def test_the_report_names_types_and_the_worst_questions(world: Any) -> None:
    class Weak(Perfect):
        def answer(self, query: Any) -> Any:
            if query["id"] == "q01":
                return Answer(text="77", citations=["t3"], abstained=False, confidence=0.1)
            return super().answer(query)

    text = rag_report.report(rag_scorer.evaluate(Weak(world), world))
    assert "1 of 42 questions lose something." in text
    block = text[text.index("q01 (image, en): What does one pay at the fair in Aldermoor?") :]
    for line in ("wrong: the cited passages do not answer", "expected: 30", "got:      77", "t3", "i0 (3)"):
        assert line in block
    assert all(kind in text for kind in ("fact", "two_hop", "unanswerable", "by modality", "by language"))


def test_the_report_of_a_perfect_system_has_nothing_to_show(world: Any) -> None:
    evaluation = rag_scorer.evaluate(Perfect(world), world)
    assert "0 of 42 questions lose something." in rag_report.report(evaluation)
    assert {rag_report.why(question) for question in evaluation["questions"]} == {""}
