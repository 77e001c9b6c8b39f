"""Pairs reach over the border of a word.

You join all words into one sequence, so the end of one and the beginning of the next look like neighbours. In the
dict they stand side by side only by accident. Go through the words one by one.
"""

# exercise: count_pairs
FAILS = ("test_not_across_words", "test_agrees_with_numpy")
from collections import Counter
from itertools import pairwise


def count_pairs(words):
    sequence = [symbol for symbols, frequency in words.items() for _ in range(frequency) for symbol in symbols]
    return dict(Counter(pairwise(sequence)))
