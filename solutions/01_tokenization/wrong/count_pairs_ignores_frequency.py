"""A word's frequency is ignored.

You count each different word once. *newer_* occurs 6 times in the textbook's corpus, so each of its pairs does,
too.
"""

# exercise: count_pairs
FAILS = ("test_frequency", "test_agrees_with_numpy")
HEADLINE = True
from collections import Counter
from itertools import pairwise


def count_pairs(words):
    return dict(Counter(pair for symbols in words for pair in pairwise(symbols)))
