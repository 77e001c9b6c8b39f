"""count_pairs. The oracle is NumPy: sliding windows and their unique rows."""

import numpy as np
from otter.test_files import test_case

OK_FORMAT = False
name = "count_pairs"
points = 5
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)


def oracle(symbols):
    """Pairs of one word, seen once, counted by NumPy."""
    windows = np.lib.stride_tricks.sliding_window_view(np.array(symbols), 2)
    pairs, numbers = np.unique(windows, axis=0, return_counts=True)
    return {(str(left), str(right)): int(number) for (left, right), number in zip(pairs, numbers, strict=True)}


def plain(counts):
    """The counts as a plain dict; entries of zero do not matter."""
    return {(pair if isinstance(pair, str) else tuple(pair)): int(number) for pair, number in counts.items() if number}


def does_its_work(count_pairs):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    one, two = count_pairs({("a", "b", "c"): 2}), count_pairs({("d", "e", "f"): 3})
    return repr(one) != repr(two) and repr(one) != repr({("a", "b", "c"): 2})


@test_case(
    points=1,
    failure_message="Expected a dict from pairs, (left, right) in this order, to their number: each pair of "
    "neighbours, from the first to the last.",
)
def test_one_word(count_pairs):
    assert does_its_work(count_pairs), IDLE
    for word in ("newr_", "lo", "הביתש_"):
        assert plain(count_pairs({tuple(word): 1})) == oracle(tuple(word))
    assert plain(count_pairs({("n", "e", "w"): 1, ("e", "n", "t"): 1})).get(("n", "e")) == 1


@test_case(
    points=0.75,
    failure_message="A word that occurs 6 times brings each of its pairs 6 times.",
)
def test_frequency(count_pairs):
    assert does_its_work(count_pairs), IDLE
    once = plain(count_pairs({("n", "e", "w"): 1}))
    six = plain(count_pairs({("n", "e", "w"): 6}))
    assert once
    assert all(six.get(pair) == 6 * number for pair, number in once.items())


@test_case(
    points=0.5,
    failure_message="What several words bring to one pair is added up.",
)
def test_words_add_up(count_pairs):
    assert does_its_work(count_pairs), IDLE
    one, other = ("n", "e", "w", "_"), ("l", "o", "w", "_")
    alone = plain(count_pairs({one: 2})), plain(count_pairs({other: 5}))
    together = plain(count_pairs({one: 2, other: 5}))
    for pair in alone[0].keys() & alone[1].keys():
        assert together[pair] == alone[0][pair] + alone[1][pair]
    assert set(alone[0]) | set(alone[1]) <= set(together)


@test_case(
    points=1,
    hidden=True,
    failure_message="A pair that occurs twice in a word counts twice, also where the two overlap: three equal symbols in a "
    "row are two pairs.",
)
def test_twice_in_a_word(count_pairs):
    for word in ("erxyer", "ancdanefan"):
        counts = plain(count_pairs({tuple(word): 1}))
        assert max(counts.values()) == word.count(word[:2])
    for length in (3, 4, 5):
        assert sum(plain(count_pairs({("a",) * length: 1})).values()) == length - 1


@test_case(
    points=0.5, hidden=True, failure_message="The end of one word and the beginning of the next are no pair: words end."
)
def test_not_across_words(count_pairs):
    assert does_its_work(count_pairs), IDLE
    alone = [plain(count_pairs({word: 5})) for word in (("a", "b"), ("c", "d"))]
    assert set(plain(count_pairs({("a", "b"): 5, ("c", "d"): 5}))) == set(alone[0]) | set(alone[1])


@test_case(points=0.5, hidden=True, failure_message="A word of one symbol has no pairs; no words have none either.")
def test_nothing_to_count(count_pairs):
    assert does_its_work(count_pairs), IDLE
    assert plain(count_pairs({("low_",): 1})) == {}
    assert plain(count_pairs({})) == {}


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Symbols may be longer than one character, and (a, bc) is not the pair (ab, c).",
)
def test_longer_symbols(count_pairs):
    assert does_its_work(count_pairs), IDLE
    one, other = (set(plain(count_pairs({symbols: 1}))) for symbols in (("a", "bc"), ("ab", "c")))
    assert one
    assert not one & other


@test_case(
    points=0.25, hidden=True, failure_message="On longer words the counts differ from a count of all windows of two."
)
def test_agrees_with_numpy(count_pairs):
    for word in ("mississippi_", "abracadabra_", "כשהמלכיםהלכו_"):
        expected = {pair: 3 * number for pair, number in oracle(tuple(word)).items()}
        expected["u", "v"] = 2
        expected["_", "v"] = expected.get(("_", "v"), 0) + 2
        assert plain(count_pairs({tuple(word): 3, ("u", "v"): 2, ("_", "v"): 2})) == expected
