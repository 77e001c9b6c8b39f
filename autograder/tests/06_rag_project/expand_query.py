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


@test_case(
    points=0.75,
    failure_message="With documents a and b as feedback, vessel (in both, and in no other) is the best new term for ferry.",
)
def test_best_term(expand_query):
    assert list(expand_query(indexed(SMALL), ["ferry"], ["a", "b"], 1)) == ["ferry", "vessel"]


@test_case(
    points=0.75,
    failure_message="The question's own terms come first, all of them, as they were; new ones are not among them.",
)
def test_own_terms(expand_query):
    found = list(expand_query(indexed(SMALL), ["vessel", "ferry", "ferry", "nowhere"], ["a"], 1))
    assert found == ["vessel", "ferry", "ferry", "nowhere", "mainland"]


@test_case(
    points=0.25,
    failure_message="Of two terms with the same share of the feedback, the one that fewer documents hold should come first.",
)
def test_rare_term(expand_query):
    documents = {"a": ["ferry", "tide"], "b": ["ferry", "bell"], "c": ["bell", "fish"], "d": ["bell", "lamp"]}
    assert list(expand_query(indexed(documents), ["ferry"], ["a", "b"], 1)) == ["ferry", "tide"]


@test_case(
    points=1,
    hidden=True,
    failure_message="On many documents the new terms are not those with the largest sum of tf / |d| · idf over the feedback.",
)
def test_agrees(expand_query):
    tried = 0
    for seed in range(12):
        documents = draw(seed)
        feedback = random.Random(seed).sample(sorted(documents), 3)
        weights = oracle(documents, feedback)
        best = sorted((term for term in weights if term != "w01"), key=lambda term: -weights[term])
        gaps = [weights[one] - weights[two] for one, two in itertools.pairwise(best[:6])]
        if min(gaps) > 1e-6:
            tried += 1
            assert list(expand_query(indexed(documents), ["w01"], feedback, 5)) == ["w01", *best[:5]]
    assert tried >= 4


@test_case(
    points=0.25,
    hidden=True,
    failure_message="A term's weight is its share of a feedback document times its idf: a long document's terms weigh less, and "
    "so do terms that stand nearly everywhere.",
)
def test_share_and_idf(expand_query):
    documents = {
        "a": ["short", "common"],
        "b": ["long", "long", *(f"x{n}" for n in range(10))],
        **{f"z{n}": ["common", "other"] for n in range(8)},
    }
    assert list(expand_query(indexed(documents), ["q"], ["a", "b"], 2)) == ["q", "short", "long"]


@test_case(
    points=0.25, hidden=True, failure_message="Of terms with equal weights, the smaller one (as str) comes first."
)
def test_ties(expand_query):
    for terms in (["pier", "bell", "lamp", "tide"], ["tide", "lamp", "pier", "bell"]):
        index = indexed({"a": terms, "b": ["other"] * 4, "c": ["other"]})
        assert list(expand_query(index, [], ["a"], 3)) == ["bell", "lamp", "pier"]


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Without feedback, with empty feedback documents, or with n_terms = 0, nothing is added; if there are too few "
    "new terms, all of them are.",
)
def test_little_feedback(expand_query):
    index = indexed({**SMALL, "empty": []})
    assert list(expand_query(index, ["ferry"], [], 3)) == ["ferry"]
    assert list(expand_query(index, ["ferry"], ["empty"], 3)) == ["ferry"]
    assert list(expand_query(index, ["ferry"], ["a", "b"], 0)) == ["ferry"]
    assert sorted(expand_query(index, ["ferry"], ["a", "empty"], 99)) == ["ferry", "mainland", "vessel"]


@test_case(
    points=0.25, hidden=True, failure_message="The index, the question or the feedback was changed; make a new list."
)
def test_left_alone(expand_query):
    index, terms, feedback = indexed(SMALL), ["ferry", "noon"], ["b", "a"]
    before = copy.deepcopy(index)
    assert len(expand_query(index, terms, feedback, 2)) == 4
    assert index == before and terms == ["ferry", "noon"] and feedback == ["b", "a"]
