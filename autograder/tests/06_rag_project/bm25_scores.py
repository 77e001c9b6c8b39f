"""idf and BM25. The oracle is bm25s (method "lucene"); indices are made here, not by the student."""

import collections
import copy
import math
import random

from otter.test_files import test_case

OK_FORMAT = False
name = "bm25_scores"
points = 7


def indexed(documents):
    """The index of documents, id -> terms."""
    postings = {}
    for name, terms in documents.items():
        for term, count in collections.Counter(terms).items():
            postings.setdefault(term, {})[name] = count
    return {"postings": postings, "lengths": {name: len(terms) for name, terms in documents.items()}}


def draw(seed, size=23, words=13):
    """Documents of very different lengths, one of them empty; w0 stands in most of them."""
    dice = random.Random(seed)
    documents = {
        f"d{number:02}": [
            f"w{min(dice.randrange(words), dice.randrange(words))}" for _ in range(dice.choice((1, 3, 8, 21, 40)))
        ]
        for number in range(size)
    }
    return {**documents, "d99": []}


def oracle(documents, terms, k1=1.5, b=0.75):
    """The scores above 0, by bm25s."""
    import bm25s

    model = bm25s.BM25(method="lucene", k1=k1, b=b, dtype="float64")
    model.index(list(documents.values()), show_progress=False)
    scores = model.get_scores(list(terms)) if terms else [0.0] * len(documents)
    return {name: float(score) for name, score in zip(documents, scores, strict=True) if score > 0}


def same(found, expected):
    return set(found) == set(expected) and all(
        math.isclose(found[name], expected[name], rel_tol=1e-6) for name in expected
    )


FOUR = {"a": ["ferry", "noon"], "b": ["noon", "pier"], "c": ["noon", "noon"], "d": ["shop", "pier"]}


@test_case(
    points=1,
    failure_message="A term that one of four documents holds has idf = ln(1 + 3.5 / 1.5) = 1.204; one that three hold, "
    "ln(1 + 1.5 / 3.5) = 0.357.",
)
def test_idf_by_hand(idf):
    index = indexed(FOUR)
    assert abs(idf(index, "ferry") - 1.20397) < 1e-4
    assert abs(idf(index, "noon") - 0.35667) < 1e-4


@test_case(
    points=1,
    failure_message="Where all documents have two terms, one ferry is worth idf · 1 / (1 + 1.5), two noons idf · 2 / (2 + 1.5); "
    "a question's terms add up.",
)
def test_scores_by_hand(bm25_scores):
    found = bm25_scores(indexed(FOUR), ["ferry", "noon"])
    expected = {"a": 1.20397 / 2.5 + 0.35667 / 2.5, "b": 0.35667 / 2.5, "c": 0.35667 * 2 / 3.5}
    assert all(abs(found[name] - expected[name]) < 1e-4 for name in expected)


@test_case(
    points=0.75, failure_message="The scores should hold the documents that share a term with the question, no others."
)
def test_only_those_that_share(bm25_scores):
    assert set(bm25_scores(indexed(FOUR), ["ferry", "shop"])) == {"a", "d"}


@test_case(points=0.25, failure_message="A term that stands twice in the question should add its part twice.")
def test_asked_twice(bm25_scores):
    found = bm25_scores(indexed(FOUR), ["ferry", "ferry"])
    assert abs(found["a"] - 2 * 1.20397 / 2.5) < 1e-4


@test_case(
    points=0.75,
    hidden=True,
    failure_message="The rarer a term, the larger its idf; it is never below 0, not even where every document holds the term, "
    "and largest for a term that none holds.",
)
def test_idf(idf):
    size = 19
    documents = {f"d{n}": [f"w{m}" for m in range(n, size)] for n in range(size)}
    index = indexed(documents)
    found = [idf(index, f"w{n}") for n in range(size)]
    expected = [math.log(1 + (size - n + 0.5) / (n + 0.5)) for n in range(1, size + 1)]
    assert all(math.isclose(one, two, rel_tol=1e-6) for one, two in zip(found, expected, strict=True))
    assert math.isclose(idf(index, "nowhere"), math.log(1 + (size + 0.5) / 0.5), rel_tol=1e-6)


@test_case(
    points=1,
    hidden=True,
    failure_message="With documents of very different lengths, the scores differ from those of bm25s (an empty document "
    "counts for the mean length).",
)
def test_agrees_with_bm25s(bm25_scores):
    for seed in range(4):
        documents = draw(seed)
        terms = [f"w{n}" for n in random.Random(seed).sample(range(12), 3)]
        assert same(bm25_scores(indexed(documents), terms), oracle(documents, terms))


@test_case(
    points=0.75,
    hidden=True,
    failure_message="With other values of k1 and b, the scores differ from those of bm25s: b = 0 ignores length, b = 1 "
    "takes it fully, k1 = 0 ignores repetition.",
)
def test_parameters(bm25_scores):
    documents = draw(7)
    for k1, b in ((1.5, 0.0), (1.5, 1.0), (0.4, 0.3), (6.0, 0.9)):
        assert same(bm25_scores(indexed(documents), ["w0", "w4"], k1, b), oracle(documents, ["w0", "w4"], k1, b))
    found = bm25_scores(indexed(documents), ["w2"], k1=0, b=0.75)
    assert len(found) > 3 and max(found.values()) - min(found.values()) < 1e-9


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Repetition saturates: each further occurrence adds less than the one before, and never more than idf "
    "altogether.",
)
def test_saturation(bm25_scores):
    documents = {f"d{n}": ["ferry"] * n + ["other"] * (30 - n) for n in (1, 2, 3, 8, 30)}
    documents["e"] = ["other"] * 30
    found = bm25_scores(indexed(documents), ["ferry"])
    assert found["d1"] < found["d2"] < found["d3"] < found["d8"] < found["d30"]
    assert found["d2"] - found["d1"] > found["d3"] - found["d2"] > (found["d8"] - found["d3"]) / 5
    assert found["d30"] < math.log(1 + 1.5 / 5.5)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="A term that stands twice in the question counts twice.",
)
def test_repeated_question_term(bm25_scores):
    documents = draw(8)
    terms = ["w1", "w5", "w1"]
    assert same(bm25_scores(indexed(documents), terms), oracle(documents, terms))


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Unknown terms count nothing; a question without terms, or an index without documents, gives no scores.",
)
def test_nothing_to_find(bm25_scores):
    documents = draw(9)
    index = indexed(documents)
    assert dict(bm25_scores(index, [])) == {}
    assert dict(bm25_scores(index, ["nowhere"])) == {}
    assert same(bm25_scores(index, ["nowhere", "w3"]), oracle(documents, ["w3"]))
    assert dict(bm25_scores(indexed({}), ["w3"])) == {}
    assert dict(bm25_scores(indexed({"a": [], "b": []}), ["w3"])) == {}


@test_case(points=0.25, hidden=True, failure_message="The index or the question was changed.")
def test_left_alone(bm25_scores):
    index, terms = indexed(draw(10)), ["w0", "nowhere", "w0"]
    before = copy.deepcopy(index)
    assert bm25_scores(index, terms)
    assert index == before and terms == ["w0", "nowhere", "w0"]
