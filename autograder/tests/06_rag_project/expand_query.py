"""pseudo-relevance feedback. The oracle: scikit-learn's normalize (shares) times bm25s's idf."""

import collections
import copy
import itertools
import random

from otter.test_files import test_case

OK_FORMAT = False
name = "expand_query"
points = 4


def indexed(documents):
    """The index of documents, id -> terms."""
    postings = {}
    for name, terms in documents.items():
        for term, count in collections.Counter(terms).items():
            postings.setdefault(term, {})[name] = count
    return {"postings": postings, "lengths": {name: len(terms) for name, terms in documents.items()}}


def draw(seed, size=23, words=29):
    """Documents of different lengths; w0 is the commonest term."""
    dice = random.Random(seed)
    return {
        f"d{number:02}": [
            f"w{min(dice.randrange(words), dice.randrange(words)):02}" for _ in range(dice.choice((4, 7, 12, 31)))
        ]
        for number in range(size)
    }


def oracle(documents, feedback):
    """Term -> weight, of the feedback documents' terms."""
    import numpy as np
    from bm25s.scoring import _score_idf_lucene
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.preprocessing import normalize

    counter = CountVectorizer(analyzer=list)
    counts = counter.fit_transform(documents.values())
    rows = [list(documents).index(name) for name in feedback]
    shares = normalize(counts[rows].astype(float), norm="l1").sum(axis=0)
    shares = np.asarray(shares).ravel()
    held = np.asarray((counts > 0).sum(axis=0)).ravel()
    return {
        term: float(shares[column]) * _score_idf_lucene(int(held[column]), len(documents))
        for term, column in counter.vocabulary_.items()
        if shares[column] > 0
    }


SMALL = {
    "a": ["ferry", "vessel", "mainland"],
    "b": ["ferry", "vessel", "noon"],
    "c": ["noon", "lunch", "market"],
    "d": ["market", "noon", "fish"],
    "e": ["noon", "bell", "tower"],
}


IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)


def new_terms(found, terms):
    """What is not the question's own; whether that comes first, once, is asked for in a case of its own."""
    return [term for term in found if term not in terms]


def does_its_work(expand_query):
    """Whether it adds what the feedback holds; what does not has no property that could be asked of it."""
    one = list(expand_query(indexed(SMALL), ["x"], ["a"], 2))
    two = list(expand_query(indexed({"p": ["quay", "moor"], "q": []}), ["y"], ["p"], 2))
    return one != two and all(isinstance(term, str) for term in one)


@test_case(
    points=0.75,
    failure_message="With documents a and b as feedback, vessel (in both, and in no other) is the best new term for ferry.",
)
def test_best_term(expand_query):
    assert new_terms(expand_query(indexed(SMALL), ["ferry"], ["a", "b"], 1), ["ferry"]) == ["vessel"]


@test_case(
    points=0.75,
    failure_message="The question's own terms come first, all of them, as they were; new ones are not among them.",
)
def test_own_terms(expand_query):
    terms = ["vessel", "ferry", "ferry", "nowhere"]
    found = list(expand_query(indexed(SMALL), list(terms), ["b"], 2))
    assert found[: len(terms)] == terms
    assert len(found) > len(terms) and not set(found[len(terms) :]) & set(terms)


@test_case(
    points=0.25,
    failure_message="Of two terms with the same share of the feedback, the one that fewer documents hold should come first.",
)
def test_rare_term(expand_query):
    documents = {
        "a": ["bell", "tide"],
        "b": ["bell", *("lamp", "fish", "pier", "shop")],
        "c": ["bell", *("lamp", "fish", "pier", "shop")],
    }
    assert new_terms(expand_query(indexed(documents), ["ferry"], ["a"], 1), ["ferry"]) == ["tide"]


@test_case(
    points=0.75,
    hidden=True,
    failure_message="On many documents the new terms are not those with the largest sum of tf / |d| · idf over the feedback.",
)
def test_agrees(expand_query):
    tried = 0
    for seed in range(12):
        documents = draw(seed)
        feedback = random.Random(seed).sample(sorted(documents), 3)
        weights = oracle(documents, feedback)
        best = sorted(weights, key=lambda term: -weights[term])
        gaps = [weights[one] - weights[two] for one, two in itertools.pairwise(best[:6])]
        if min(gaps) > 1e-6:
            tried += 1
            assert new_terms(expand_query(indexed(documents), ["q"], feedback, 5), ["q"]) == best[:5]
    assert tried >= 4


@test_case(
    points=0.25,
    hidden=True,
    failure_message="A term's weight is its share of a feedback document times its idf: a long document's terms weigh less, and "
    "so do terms that stand nearly everywhere.",
)
def test_share_and_idf(expand_query):
    others = {f"z{n}": ["common", *(f"z{n}-{m}" for m in range(40))] for n in range(8)}
    one = {"a": ["short"] * 2 + ["common"] * 3 + ["long"], **others}
    assert new_terms(expand_query(indexed(one), ["q"], ["a"], 2), ["q"]) == ["short", "long"]
    two = {"a": ["short", "common"], "b": ["long", "long", *(f"x{n}" for n in range(10))], **others}
    found = new_terms(expand_query(indexed(two), ["q"], ["a", "b"], 99), ["q"])
    if "short" in found and "long" in found:  # whoever takes only what both hold has lost the points for that
        assert found.index("short") < found.index("long")


@test_case(
    points=0.25, hidden=True, failure_message="Of terms with equal weights, the smaller one (as str) comes first."
)
def test_ties(expand_query):
    for terms in (["pier", "bell", "lamp", "tide"], ["tide", "lamp", "pier", "bell"]):
        assert list(expand_query(indexed({"a": terms, "b": [], "c": []}), [], ["a"], 3)) == ["bell", "lamp", "pier"]


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Without feedback, with empty feedback documents, or with n_terms = 0, nothing is added; if there are too few "
    "new terms, all of them are.",
)
def test_little_feedback(expand_query):
    index = indexed({**SMALL, "empty": []})
    for feedback, n_terms in (([], 3), (["empty"], 3), (["a", "b"], 0)):
        assert new_terms(expand_query(index, ["ferry"], feedback, n_terms), ["ferry"]) == []
    found = new_terms(expand_query(index, ["ferry"], ["a", "empty"], 99), ["ferry"])
    assert sorted(found) == ["mainland", "vessel"]


@test_case(
    points=0.5, hidden=True, failure_message="The index, the question or the feedback was changed; make a new list."
)
def test_left_alone(expand_query):
    assert does_its_work(expand_query), IDLE
    index, terms, feedback = indexed(SMALL), ["ferry", "noon"], ["b", "a"]
    before = copy.deepcopy(index)
    expand_query(index, terms, feedback, 2)
    assert index == before and terms == ["ferry", "noon"] and feedback == ["b", "a"]
