"""the inverted index. The oracle is scikit-learn's CountVectorizer."""

import copy
import random

from otter.test_files import test_case

OK_FORMAT = False
name = "build_index"
points = 3


def draw(seed, size=17, words=11):
    """Documents of 0 to 9 terms, some terms rare."""
    dice = random.Random(seed)
    return {
        f"d{number:02}": [f"w{min(dice.randrange(words), dice.randrange(words))}" for _ in range(dice.randrange(10))]
        for number in range(size)
    }


def oracle(documents):
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(analyzer=list)
    counts = counter.fit_transform(documents.values()).toarray()
    return {
        term: {name: int(n) for name, n in zip(documents, counts[:, column], strict=True) if n}
        for term, column in counter.vocabulary_.items()
    }


@test_case(
    points=0.75,
    failure_message="The postings of a term should list the documents that hold it, and how often each does.",
)
def test_postings(build_index):
    index = build_index({"a": ["ferry", "noon", "ferry"], "b": ["noon"], "c": ["pier"]})
    assert index["postings"] == {"ferry": {"a": 2}, "noon": {"a": 1, "b": 1}, "pier": {"c": 1}}


@test_case(
    points=0.25, failure_message="The length of a document is its number of terms; one that comes twice counts twice."
)
def test_lengths(build_index):
    assert build_index({"a": ["ferry", "noon", "ferry"], "b": ["noon"]})["lengths"] == {"a": 3, "b": 1}


@test_case(
    points=0.75, hidden=True, failure_message="On many documents the postings differ from scikit-learn's counts."
)
def test_agrees_with_scikit_learn(build_index):
    for seed in range(3):
        documents = draw(seed)
        assert build_index(documents)["postings"] == oracle(documents)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A length counts terms, repeated ones each time; not different terms, and not characters.",
)
def test_length_counts_repetitions(build_index):
    documents = draw(5)
    assert any(len(set(terms)) < len(terms) for terms in documents.values())
    lengths = build_index(documents)["lengths"]
    assert {name: lengths[name] for name, terms in documents.items() if terms} == {
        name: len(terms) for name, terms in documents.items() if terms
    }


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A document without terms has length 0, and stands in no postings; without documents the index is empty.",
)
def test_empty_documents(build_index):
    index = build_index({"a": [], "b": ["pier"], "c": []})
    assert index["lengths"] == {"a": 0, "b": 1, "c": 0}
    assert index["postings"] == {"pier": {"b": 1}}
    assert build_index({}) == {"postings": {}, "lengths": {}}


@test_case(
    points=0.25,
    hidden=True,
    failure_message="The given documents were changed, or a second index holds what belongs to the first.",
)
def test_on_its_own(build_index):
    documents = draw(6)
    before = copy.deepcopy(documents)
    first = build_index(documents)
    second = build_index({"z": ["other"]})
    assert documents == before
    assert second == {"postings": {"other": {"z": 1}}, "lengths": {"z": 1}}
    assert first["postings"] == oracle(documents)
