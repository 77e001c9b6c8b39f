"""pairs for the next sentence. Every sentence of the documents is different unless a case says otherwise."""

import copy
import itertools

from otter.test_files import test_case

OK_FORMAT = False
name = "nsp_pairs"
points = 5


def library(documents, sentences):
    """So many documents of so many sentences, all different."""
    return [[f"sentence {i} of document {n}" for i in range(sentences)] for n in range(documents)]


def successors(documents):
    """Sentence -> the one after it."""
    return {one: two for document in documents for one, two in itertools.pairwise(document)}


@test_case(
    points=1,
    failure_message="There should be one pair for each sentence that has a next one in its document, in the order of the "
    "text.",
)
def test_one_pair_each(nsp_pairs):
    documents = library(5, 4)
    firsts = [pair[0] for pair in nsp_pairs(documents, 0)]
    assert firsts == [sentence for document in documents for sentence in document[:-1]]


@test_case(points=1, failure_message="Where is_next is 1, second should be the sentence that follows in the text.")
def test_true_pairs(nsp_pairs):
    documents = library(6, 5)
    after = successors(documents)
    true_pairs = [pair for pair in nsp_pairs(documents, 1) if pair[2] == 1]
    assert true_pairs and all(after[first] == second for first, second, _ in true_pairs)


@test_case(
    points=1,
    hidden=True,
    failure_message="Where is_next is 0, second should come from another document, not from the same one.",
)
def test_strangers(nsp_pairs):
    documents = library(3, 9)
    home = {sentence: n for n, document in enumerate(documents) for sentence in document}
    false_pairs = [pair for seed in range(5) for pair in nsp_pairs(documents, seed) if pair[2] == 0]
    assert len(false_pairs) > 20 and all(home[first] != home[second] for first, second, _ in false_pairs)


@test_case(points=0.75, hidden=True, failure_message="About half of the pairs should be real, in no regular order.")
def test_half(nsp_pairs):
    found = [is_next for _, _, is_next in nsp_pairs(library(200, 6), 2)]
    assert set(found) == {0, 1} and len(found) == 1000
    assert 0.43 < sum(found) / len(found) < 0.57
    changes = sum(one != two for one, two in itertools.pairwise(found)) / len(found)
    assert 0.4 < changes < 0.6


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A stranger with the same words as the true next sentence would get the wrong label; draw another.",
)
def test_not_the_same_words(nsp_pairs):
    documents = [["a", "b"], ["a", "b"], ["c", "b"], ["b", "d"]] * 3
    after = {("a", "b"), ("c", "b"), ("b", "d")}
    for seed in range(20):
        assert all((first, second) not in after for first, second, is_next in nsp_pairs(documents, seed) if not is_next)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="Strangers should be drawn from all sentences of the other documents, first and last ones too.",
)
def test_any_stranger(nsp_pairs):
    documents = [["x", "y"], ["p", "q", "r"]]
    drawn = {second for seed in range(200) for first, second, is_next in nsp_pairs(documents, seed) if first == "x"}
    assert drawn == {"y", "p", "q", "r"}


@test_case(
    points=0.25, hidden=True, failure_message="Documents of one sentence have no pair of their own, and must not fail."
)
def test_short_documents(nsp_pairs):
    pairs = nsp_pairs([["alone"], ["one", "two"], []], 3)
    assert [first for first, _, _ in pairs] == ["one"]


@test_case(
    points=0.25,
    hidden=True,
    failure_message="The same seed should give the same pairs, another seed others; the documents stay as they are.",
)
def test_seed(nsp_pairs):
    documents = library(8, 5)
    before = copy.deepcopy(documents)
    assert nsp_pairs(documents, 5) == nsp_pairs(documents, 5)
    assert nsp_pairs(documents, 5) != nsp_pairs(documents, 6)
    assert documents == before
