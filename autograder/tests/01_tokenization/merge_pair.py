"""merge_pair. The oracle is the BPE model of the Hugging Face `tokenizers` library with one merge."""

from otter.test_files import test_case
from tokenizers import models

OK_FORMAT = False
name = "merge_pair"
points = 6


def oracle(word, pair):
    """A word of single characters, cut by a BPE model that knows one merge."""
    tokens = [*sorted({*word, *pair}), "".join(pair)]
    model = models.BPE(vocab={token: number for number, token in enumerate(tokens)}, merges=[pair])
    return [token.value for token in model.tokenize(word)]


@test_case(points=1, failure_message="The pair should become one symbol, and all other symbols should stay.")
def test_one_occurrence(merge_pair):
    assert list(merge_pair(("n", "e", "w", "e", "r", "_"), ("e", "r"))) == ["n", "e", "w", "er", "_"]
    assert list(merge_pair(("n", "e", "w"), ("n", "e"))) == ["ne", "w"]


@test_case(
    points=1,
    failure_message="No overlap: in a a a the first two become aa, and the third stays. Where do you go on after "
    "a merge?",
)
def test_no_overlap(merge_pair):
    assert list(merge_pair(("a", "a", "a"), ("a", "a"))) == ["aa", "a"]


@test_case(points=0.5, hidden=True, failure_message="Every occurrence should be merged, the last one in the word too.")
def test_all_occurrences(merge_pair):
    assert list(merge_pair(tuple("banana"), ("a", "n"))) == ["b", "an", "an", "a"]
    assert list(merge_pair(tuple("banana"), ("n", "a"))) == ["b", "a", "na", "na"]


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Long runs of one symbol are merged two by two from the left; what was just merged is not "
    "merged again.",
)
def test_runs(merge_pair):
    for length in range(2, 9):
        assert list(merge_pair(("a",) * length, ("a", "a"))) == oracle("a" * length, ("a", "a"))
    assert list(merge_pair(("a", "b", "ab", "a", "b"), ("a", "b"))) == ["ab", "ab", "ab"]
    assert list(merge_pair(("a", "b", "b"), ("a", "b"))) == ["ab", "b"]
    assert list(merge_pair(("a", "a", "aa"), ("a", "a"))) == ["aa", "aa"]


@test_case(
    points=1,
    hidden=True,
    failure_message="Whole symbols are compared, not letters: in (xa, b) there is no pair (a, b). Do you go by "
    "way of one string?",
)
def test_symbols_not_letters(merge_pair):
    assert list(merge_pair(("xa", "b", "a", "b"), ("a", "b"))) == ["xa", "b", "ab"]
    assert list(merge_pair(("a", "bx", "a", "b", "x"), ("a", "b"))) == ["a", "bx", "ab", "x"]
    assert list(merge_pair(("ab", "c", "a", "bc"), ("a", "bc"))) == ["ab", "c", "abc"]
    assert list(merge_pair(("a", ".", "c"), (".", "c"))) == ["a", ".c"]


@test_case(points=0.5, hidden=True, failure_message="Where the pair does not occur, nothing should change.")
def test_nothing_to_merge(merge_pair):
    assert list(merge_pair(("b", "a"), ("a", "b"))) == ["b", "a"]
    assert list(merge_pair(("a", "x", "b"), ("a", "b"))) == ["a", "x", "b"]


@test_case(points=0.5, hidden=True, failure_message="Words of one symbol or of none should come back as they are.")
def test_short_words(merge_pair):
    assert list(merge_pair(("a",), ("a", "b"))) == ["a"]
    assert list(merge_pair((), ("a", "b"))) == []


@test_case(points=0.5, hidden=True, failure_message="Longer symbols and Hebrew should be merged in the same way.")
def test_longer_symbols(merge_pair):
    assert list(merge_pair(("new", "er", "_"), ("er", "_"))) == ["new", "er_"]
    assert list(merge_pair(("ה", "בית", "ים", "_"), ("בית", "ים"))) == ["ה", "ביתים", "_"]


@test_case(
    points=0.5, hidden=True, failure_message="Some words are not merged as a BPE model with this one merge does it."
)
def test_agrees_with_the_library(merge_pair):
    for word in ("mississippi", "abababbaabba", "bbbabbb", "aabaabaa"):
        for pair in (("s", "s"), ("i", "s"), ("a", "b"), ("b", "b"), ("a", "a"), ("b", "a")):
            assert list(merge_pair(tuple(word), pair)) == oracle(word, pair)
