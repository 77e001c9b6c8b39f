"""e + r and r + e are taken for one pair.

A pair has a left and a right side, for merging it makes another symbol: *er* is not *re*. Do not sort it, and do not
make it a set.
"""

# exercise: count_pairs
FAILS = ("test_one_word", "test_agrees_with_numpy")
import itertools
from collections import Counter


def count_pairs(words):
    counts = Counter()
    for symbols, number in words.items():
        for pair in itertools.pairwise(symbols):
            counts[tuple(sorted(pair))] += number
    return counts
