"""count_pairs. The oracle is NumPy: sliding windows and their unique rows."""

import numpy as np
from otter.test_files import test_case

OK_FORMAT = False
name = "count_pairs"
points = 5


def oracle(symbols):
    """Pairs of one word, seen once, counted by NumPy."""
    windows = np.lib.stride_tricks.sliding_window_view(np.array(symbols), 2)
    pairs, numbers = np.unique(windows, axis=0, return_counts=True)
    return {(str(left), str(right)): int(number) for (left, right), number in zip(pairs, numbers, strict=True)}


def plain(counts):
    """The counts as a plain dict; entries of zero do not matter, and a joined string is no pair."""
    assert not any(isinstance(pair, str) for pair in counts)
    return {tuple(pair): int(number) for pair, number in dict(counts).items() if number}


@test_case(
    points=1, failure_message="Expected how often each pair of neighbours occurs: once in each word that has it."
)
def test_two_words(count_pairs):
    counts = plain(count_pairs({("n", "e", "w", "_"): 1, ("l", "o", "w", "_"): 1}))
    assert counts == {("n", "e"): 1, ("e", "w"): 1, ("w", "_"): 2, ("l", "o"): 1, ("o", "w"): 1}


@test_case(points=1, failure_message="A word that occurs 6 times brings each of its pairs 6 times.")
def test_frequencies(count_pairs):
    counts = plain(count_pairs({("n", "e", "w"): 6, ("e", "w"): 3, ("n", "o"): 2}))
    assert counts == {("n", "e"): 6, ("e", "w"): 9, ("n", "o"): 2}


@test_case(points=0.5, hidden=True, failure_message="Pairs may overlap: three equal symbols in a row are two pairs.")
def test_overlap(count_pairs):
    assert plain(count_pairs({("a", "a", "a"): 1})) == {("a", "a"): 2}
    assert plain(count_pairs({("a", "a", "a", "a", "b"): 3})) == {("a", "a"): 9, ("a", "b"): 3}


@test_case(points=0.5, hidden=True, failure_message="A pair that occurs twice in a word counts twice.")
def test_twice_in_a_word(count_pairs):
    assert plain(count_pairs({tuple("banana"): 2})) == {("b", "a"): 2, ("a", "n"): 4, ("n", "a"): 4}


@test_case(points=0.5, hidden=True, failure_message="The end of one word and the beginning of the next are no pair.")
def test_not_across_words(count_pairs):
    assert plain(count_pairs({("a", "b"): 5, ("c", "d"): 5})) == {("a", "b"): 5, ("c", "d"): 5}


@test_case(points=0.5, hidden=True, failure_message="A word of one symbol has no pairs; no words have none either.")
def test_nothing_to_count(count_pairs):
    assert plain(count_pairs({("low_",): 7, ("a",): 1})) == {}
    assert plain(count_pairs({})) == {}


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Symbols may be longer than one character, and (a, bc) is not the pair (ab, c), nor (bc, a).",
)
def test_longer_symbols(count_pairs):
    words = {("a", "bc"): 2, ("ab", "c"): 3, ("bc", "a"): 4, ("ים_", "ה"): 5}
    assert plain(count_pairs(words)) == {("a", "bc"): 2, ("ab", "c"): 3, ("bc", "a"): 4, ("ים_", "ה"): 5}


@test_case(
    points=0.5, hidden=True, failure_message="On a long word the counts differ from a count of all windows of two."
)
def test_agrees_with_numpy(count_pairs):
    for word in ("mississippi_", "abracadabra_", "כשהמלכיםהלכו_"):
        symbols = tuple(word)
        words = {symbols: 1}
        assert plain(count_pairs(words)) == oracle(symbols)
        assert words == {symbols: 1}
