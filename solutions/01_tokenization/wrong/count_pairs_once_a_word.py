"""A pair counts once a word.

You collect a word's pairs in a set, so the second *an* of *banana* is lost. Every occurrence counts.
"""

# exercise: count_pairs
FAILS = ("test_twice_in_a_word", "test_agrees_with_numpy")
from collections import Counter
from itertools import pairwise


def count_pairs(words):
    counts = Counter()
    for symbols, frequency in words.items():
        for pair in set(pairwise(symbols)):
            counts[pair] += frequency
    return dict(counts)
