"""the inverted index. The oracle is scikit-learn's CountVectorizer."""

import random

from otter.test_files import test_case

OK_FORMAT = False
name = "build_index"
points = 3


def draw(seed, size=17, words=11):
    """Documents of 0 to 9 terms, some terms rare; each seed has terms of its own."""
    dice = random.Random(seed)
    return {
        f"d{number:02}": [
            f"w{seed}-{min(dice.randrange(words), dice.randrange(words))}" for _ in range(dice.randrange(10))
        ]
        for number in range(size)
    }


def postings_of(index, terms):
    """The postings of these terms; what a call before has left is asked for in a case of its own."""
    return {term: index["postings"][term] for term in terms}


def probe_second(build_index):
    """What the second of two indices holds of the first, and whether the documents are as they were."""
    documents = {"first": ["tern", "gull", "tern"], "last": []}
    first = build_index(documents)
    second = build_index({"second": ["heron"]})
    return {
        "first": dict(first["postings"]["tern"]),
        "second": dict(second["postings"]["heron"]),
        "left": sorted({"tern", "gull"} & set(second["postings"])),
        "lengths": sorted({"first", "last"} & set(second["lengths"])),
        "documents": documents == {"first": ["tern", "gull", "tern"], "last": []},
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
    index = build_index({"a": ["kite", "noon", "kite"], "b": ["noon"], "c": ["dune"]})
    assert postings_of(index, ["kite", "noon", "dune"]) == {
        "kite": {"a": 2},
        "noon": {"a": 1, "b": 1},
        "dune": {"c": 1},
    }


@test_case(
    points=0.2, failure_message="The length of a document is its number of terms; one that comes twice counts twice."
)
def test_lengths(build_index):
    assert build_index({"a": ["kite", "noon", "kite"], "b": ["noon"]})["lengths"] == {"a": 3, "b": 1}


@test_case(
    points=0.75, hidden=True, failure_message="On many documents the postings differ from scikit-learn's counts."
)
def test_agrees_with_scikit_learn(build_index):
    for seed in range(3):
        documents = draw(seed)
        expected = oracle(documents)
        assert postings_of(build_index(documents), expected) == expected


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
    failure_message="A document without terms has a length too: 0. Without documents there are no lengths.",
)
def test_empty_documents(build_index):
    lengths = build_index({"a": [], "b": ["dune"], "c": []})["lengths"]
    assert set(lengths) == {"a", "b", "c"}
    assert lengths["a"] == lengths["c"] == 0
    empty = build_index({})
    assert set(empty) == {"postings", "lengths"} and empty["lengths"] == {}


@test_case(
    points=0.3,
    hidden=True,
    failure_message="A second index should hold nothing of the first, and the given documents should stay as they are.",
)
def test_on_its_own(build_index):
    got = probe_second(build_index)
    assert set(got["first"]) >= {"first"} and set(got["second"]) >= {"second"}
    assert got["left"] == got["lengths"] == []
    assert got["documents"]
