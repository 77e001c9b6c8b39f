"""Pairs for the next sentence. Every sentence of the documents is different unless a case says otherwise.

A case about strangers knows them by their words and one about labels by their labels, so that neither pays for the other.
"""

import copy
import itertools

from otter.test_files import test_case

OK_FORMAT = False
name = "nsp_pairs"
points = 5
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)


def library(documents, sentences):
    """So many documents of so many sentences, all different."""
    return [[f"sentence {i} of document {n}" for i in range(sentences)] for n in range(documents)]


def successors(documents):
    """Sentence -> the one after it."""
    return {one: two for document in documents for one, two in itertools.pairwise(document)}


def strangers_of(nsp_pairs, documents, seeds):
    """(first, second) of all pairs whose second sentence is not the one that follows."""
    after = successors(documents)
    pairs = [pair for seed in seeds for pair in nsp_pairs(documents, seed)]
    return [(first, second) for first, second, _ in pairs if after[first] != second]


def does_its_work(nsp_pairs):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    documents = [["a", "b", "c"], ["d", "e", "f"]]
    one, two = nsp_pairs(documents, 977), nsp_pairs(documents[::-1], 977)
    return repr(one) != repr(two) and repr(one) != repr(documents)


@test_case(
    points=0.5,
    failure_message="There should be one pair for each sentence that has a next one in its document, in the order of the "
    "text.",
)
def test_one_pair_each(nsp_pairs):
    documents = library(5, 4)
    firsts = [pair[0] for pair in nsp_pairs(documents, 0)]
    assert firsts == [sentence for document in documents for sentence in document[:-1]]


@test_case(points=0.75, failure_message="Where is_next is 1, second should be the sentence that follows in the text.")
def test_true_pairs(nsp_pairs):
    documents = library(6, 5)
    after = successors(documents)
    true_pairs = [pair for pair in nsp_pairs(documents, 1) if pair[2] == 1]
    assert true_pairs and all(after[first] == second for first, second, _ in true_pairs)


@test_case(
    points=0.75,
    failure_message="A second sentence that is not the next one should come from another document, not from the same one.",
)
def test_strangers(nsp_pairs):
    assert does_its_work(nsp_pairs), IDLE
    documents = library(4, 7)
    home = {sentence: n for n, document in enumerate(documents) for sentence in document}
    assert all(home[first] != home[second] for first, second in strangers_of(nsp_pairs, documents, range(4)))


@test_case(
    points=0.25,
    hidden=True,
    failure_message="A second sentence that is not the next one comes from the first one's own document: the model would be "
    "told that two sentences of one text do not belong together.",
)
def test_strangers_of_few_documents(nsp_pairs):
    assert does_its_work(nsp_pairs), IDLE
    documents = library(2, 9)
    home = {sentence: n for n, document in enumerate(documents) for sentence in document}
    assert all(home[first] != home[second] for first, second in strangers_of(nsp_pairs, documents, range(5)))


@test_case(
    points=0.25, hidden=True, failure_message="is_next should be 1 where second is the next sentence, and 0 elsewhere."
)
def test_labels(nsp_pairs):
    assert does_its_work(nsp_pairs), IDLE
    documents = library(9, 6)
    after = successors(documents)
    assert all((after[first] == second) == bool(is_next) for first, second, is_next in nsp_pairs(documents, 3))


@test_case(points=0.5, hidden=True, failure_message="About half of the pairs should be real, in no regular order.")
def test_half(nsp_pairs):
    found = [is_next for _, _, is_next in nsp_pairs(library(200, 6), 2)]
    assert 0.42 < sum(found) / len(found) < 0.58
    changes = sum(one != two for one, two in itertools.pairwise(found)) / len(found)
    assert 0.4 < changes < 0.6


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A stranger with the same words as the true next sentence would get the wrong label; draw another.",
)
def test_not_the_same_words(nsp_pairs):
    assert does_its_work(nsp_pairs), IDLE
    # most sentences of the other document are those very words: drawn as they come they would be a real pair and a false one
    documents = [["a", "b"], ["b", "b", "b", "b", "c"]]
    pairs = [pair for seed in range(100) for pair in nsp_pairs(documents, seed)]
    assert len({is_next for first, second, is_next in pairs if (first, second) == ("a", "b")}) < 2


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Strangers should be drawn from all sentences of the other documents, first and last ones too.",
)
def test_any_stranger(nsp_pairs):
    documents = [["x", "y", "z"], ["p", "q", "r"]]
    pairs = strangers_of(nsp_pairs, documents, range(150))
    assert {second for first, second in pairs if first in ("x", "y") and second not in ("x", "y", "z")} == {
        "p",
        "q",
        "r",
    }


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Each sentence with a next one should begin one pair; documents of one sentence, or none, have no pair "
    "and must not fail.",
)
def test_short_documents(nsp_pairs):
    pairs = nsp_pairs([["alone"], ["one", "two", "three"], []], 3)
    assert [first for first, _, _ in pairs] == ["one", "two"]


@test_case(
    points=0.25,
    hidden=True,
    failure_message="The pairs should come in a list, each a tuple (first, second, is_next) with is_next 1 or 0.",
)
def test_a_list(nsp_pairs):
    assert does_its_work(nsp_pairs), IDLE
    pairs = nsp_pairs(library(3, 4), 4)
    assert isinstance(pairs, list)
    assert all(isinstance(pair, tuple) and isinstance(pair[2], int) for pair in pairs)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="The same seed should give the same pairs, another seed others; the documents stay as they are.",
)
def test_seed(nsp_pairs):
    documents = library(8, 5)
    before = copy.deepcopy(documents)
    assert nsp_pairs(documents, 5) == nsp_pairs(documents, 5)
    assert len({str(nsp_pairs(documents, seed)) for seed in range(6, 10)}) > 1
    assert documents == before
