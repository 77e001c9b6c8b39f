"""The last word's frequency overwrites the others.

A pair that occurs in several words, or twice in one, has to add up: `counts[pair] += number`, not `=`.
"""

# exercise: count_pairs
FAILS = ("test_words_add_up", "test_twice_in_a_word", "test_agrees_with_numpy")
import itertools


def count_pairs(words):
    counts = {}
    for symbols, number in words.items():
        for pair in itertools.pairwise(symbols):
            counts[pair] = number
    return counts
