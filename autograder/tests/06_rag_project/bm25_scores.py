"""idf and BM25. The oracle is bm25s (method "lucene"); indices are made here, not by the student.

Scores are compared with those of the student's own idf, too; what a parameter does, by how the documents then compare.
"""

import collections
import copy
import itertools
import math
import random

from otter.test_files import test_case

OK_FORMAT = False
name = "bm25_scores"
points = 7
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)


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


def of_own_idf(idf, documents, terms):
    """The scores that follow from the student's own idf: a wrong one has cases of its own."""
    index, scores = indexed(documents), {}
    for term in terms:
        held = sum(term in words for words in documents.values())
        weight = idf(index, term) / math.log(1 + (len(documents) - held + 0.5) / (held + 0.5))
        for name, score in oracle(documents, [term]).items():
            scores[name] = scores.get(name, 0.0) + weight * score
    return scores


def above_nothing(found):
    """Without scores of 0: whether such documents are listed is asked for in a case of its own."""
    return {name: score for name, score in found.items() if score != 0}


def same(found, expected):
    return set(found) == set(expected) and all(
        math.isclose(found[name], expected[name], rel_tol=1e-6) for name in expected
    )


FOUR = {"a": ["ferry", "noon"], "b": ["noon", "pier"], "c": ["noon", "noon"], "d": ["shop", "pier"]}


@test_case(
    points=0.75,
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
def test_scores_by_hand(bm25_scores, idf):
    index = indexed(FOUR)
    found = bm25_scores(index, ["ferry", "noon"])
    ferry, noon = 1.20397, 0.35667
    if abs(found["b"] - noon / 2.5) > 1e-4:  # whoever has another idf has lost the points for that
        ferry, noon = idf(index, "ferry"), idf(index, "noon")
    assert abs(found["a"] - (ferry + noon) / 2.5) < 1e-4
    assert abs(found["b"] - noon / 2.5) < 1e-4
    assert abs(found["c"] - noon * 2 / 3.5) < 1e-4


@test_case(
    points=0.5, failure_message="The scores should hold the documents that share a term with the question, no others."
)
def test_only_those_that_share(bm25_scores):
    assert set(bm25_scores(indexed(FOUR), ["ferry", "shop"])) == {"a", "d"}


@test_case(points=0.5, failure_message="A term that stands twice in the question should add its part twice.")
def test_asked_twice(bm25_scores):
    once = bm25_scores(indexed(FOUR), ["ferry"])["a"]
    assert once != 0
    assert abs(bm25_scores(indexed(FOUR), ["ferry", "ferry"])["a"] - 2 * once) < 1e-6


@test_case(
    points=0.25,
    hidden=True,
    failure_message="The rarer a term, the larger its idf; it is never below 0, not even where every document holds the term, "
    "and largest for a term that none holds.",
)
def test_idf(idf):
    size = 19
    index = indexed({f"d{n}": [f"w{m}" for m in range(n, size)] for n in range(size)})
    found = [idf(index, f"w{n}") for n in range(size)]
    assert all(one > two for one, two in itertools.pairwise(found))
    assert found[-1] >= 0
    assert idf(index, "nowhere") > found[0]


@test_case(
    points=0.25,
    hidden=True,
    failure_message="The idf is not ln(1 + (N - n + 0.5) / (n + 0.5)), where n of the N documents hold the term, however often.",
)
def test_idf_is_the_formulas(idf):
    size = 19
    documents = {f"d{n}": [f"w{m}" for m in range(n, size) for _ in range(1 + m % 3)] for n in range(size)}
    index = indexed({**documents, "empty": []})
    for n in range(1, size + 1):
        expected = math.log(1 + (size + 1 - n + 0.5) / (n + 0.5))
        assert math.isclose(idf(index, f"w{n - 1}"), expected, rel_tol=1e-6)
    assert math.isclose(idf(index, "nowhere"), math.log(1 + (size + 1.5) / 0.5), rel_tol=1e-6)


@test_case(
    points=1,
    hidden=True,
    failure_message="With documents of very different lengths, one of them empty, the scores differ from those of bm25s.",
)
def test_agrees_with_bm25s(bm25_scores, idf):
    for seed in range(4):
        documents = draw(seed)
        terms = [f"w{n}" for n in random.Random(seed).sample(range(12), 3)]
        found = above_nothing(bm25_scores(indexed(documents), list(terms)))
        expected = oracle(documents, terms)
        if not same(found, expected):
            expected = above_nothing(of_own_idf(idf, documents, terms))
        assert expected
        assert same(found, expected)


@test_case(
    points=0.75,
    hidden=True,
    failure_message="With other values of k1 and b, the documents do not compare as bm25s has them: b says how much length counts, "
    "k1 how late repetition saturates.",
)
def test_parameters(bm25_scores):
    dice = random.Random(7)
    # Each document holds the term once, so only lengths tell them apart; of one term's scores the idf is a common factor.
    documents = {f"d{n:02}": ["ferry", *["other"] * dice.choice((0, 2, 7, 20, 39))] for n in range(23)}
    documents["z"] = ["other"] * 5
    for k1, b in ((1.5, 0.0), (1.5, 1.0), (0.4, 0.3), (6.0, 0.9)):
        found = above_nothing(bm25_scores(indexed(documents), ["ferry"], k1, b))
        expected = oracle(documents, ["ferry"], k1, b)
        assert set(found) == set(expected)
        for name in expected:
            assert math.isclose(found[name] / found["d00"], expected[name] / expected["d00"], rel_tol=1e-6)
    documents = {f"d{n}": ["ferry"] * n + ["other"] * (9 - n) for n in (1, 3, 8)} | {"e": ["other"]}
    saturates = bm25_scores(indexed(documents), ["ferry"])
    if saturates["d8"] / saturates["d1"] < 4:  # whoever has no saturation has lost the points for that
        found = bm25_scores(indexed(documents), ["ferry"], k1=0, b=0.75)
        assert math.isclose(found["d1"], found["d8"], rel_tol=1e-6)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Repetition saturates: each further occurrence adds less than the one before, and never more than idf "
    "altogether.",
)
def test_saturation(bm25_scores, idf):
    documents = {f"d{n}": ["ferry"] * n + ["other"] * (30 - n) for n in (1, 2, 3, 8, 30)}
    documents["e"] = ["other"] * 30
    index = indexed(documents)
    found = bm25_scores(index, ["ferry"])
    size = 1 if found["d1"] > 0 else -1  # below 0 an idf has lost its points already
    one, two, three, eight, thirty = (size * found[name] for name in ("d1", "d2", "d3", "d8", "d30"))
    assert one < two < three < eight < thirty
    assert two - one > three - two > (eight - three) / 5
    assert thirty < max(size * idf(index, "ferry"), math.log(1 + 1.5 / 5.5))


@test_case(
    points=0.25,
    hidden=True,
    failure_message="A term that stands twice in the question counts twice.",
)
def test_repeated_question_term(bm25_scores):
    index = indexed(draw(8))
    one, five = bm25_scores(index, ["w1"]), bm25_scores(index, ["w5"])
    assert one and five
    found = above_nothing(bm25_scores(index, ["w1", "w5", "w1"]))
    assert same(found, above_nothing({name: 2 * one.get(name, 0) + five.get(name, 0) for name in {*one, *five}}))


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Unknown terms count nothing; a question without terms, or an index without documents, gives no scores.",
)
def test_nothing_to_find(bm25_scores):
    index = indexed(draw(9))
    assert dict(bm25_scores(index, [])) == {}
    assert dict(bm25_scores(index, ["nowhere"])) == {}
    alone = bm25_scores(index, ["w3"])
    assert alone and same(bm25_scores(index, ["nowhere", "w3"]), alone)
    assert dict(bm25_scores(indexed({}), ["w3"])) == {}
    assert dict(bm25_scores(indexed({"a": [], "b": []}), ["w3"])) == {}


@test_case(points=0.75, hidden=True, failure_message="The index or the question was changed.")
def test_left_alone(bm25_scores):
    assert repr(bm25_scores(indexed(FOUR), ["ferry"])) != repr(bm25_scores(indexed(FOUR), ["shop"])), IDLE
    index, terms = indexed(draw(10)), ["w0", "nowhere", "w0"]
    before = copy.deepcopy(index)
    bm25_scores(index, terms)
    assert index == before and terms == ["w0", "nowhere", "w0"]
