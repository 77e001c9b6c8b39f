"""Counted in steps of two.

You cut the word into pairs (1, 2), (3, 4) … and so miss the pair (2, 3). Every symbol but the last begins a pair.
"""

# exercise: count_pairs
FAILS = ("test_one_word", "test_twice_in_a_word", "test_agrees_with_numpy")
from collections import Counter


def count_pairs(words):
    counts = Counter()
    for symbols, frequency in words.items():
        for place in range(0, len(symbols) - 1, 2):
            counts[symbols[place], symbols[place + 1]] += frequency
    return dict(counts)
