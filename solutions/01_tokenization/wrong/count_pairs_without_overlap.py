"""Counted in steps of two.

You cut the word into pairs (1, 2), (3, 4) … and so miss the pair (2, 3). Every symbol but the last begins a pair.
"""

# exercise: count_pairs
from collections import Counter


def count_pairs(words):
    counts = Counter()
    for symbols, frequency in words.items():
        for place in range(0, len(symbols) - 1, 2):
            counts[symbols[place], symbols[place + 1]] += frequency
    return dict(counts)
