"""Pairs are counted as joined strings.

(a, bc) and (ab, c) are two pairs, and both are *abc* when they are joined. From the string you cannot say any more
where the border was; keep the pair as a tuple.
"""

# exercise: count_pairs
FAILS = ("test_one_word", "test_longer_symbols", "test_agrees_with_numpy")
import itertools
from collections import Counter


def count_pairs(words):
    counts = Counter()
    for symbols, number in words.items():
        for left, right in itertools.pairwise(symbols):
            counts[left + right] += number
    return counts
