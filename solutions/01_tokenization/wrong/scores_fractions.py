"""The scores are fractions.

`Fraction` is exact, and the text's 1/36 and 1/20 invite to it. A float was asked for, as a plain division gives it.
"""

# exercise: wordpiece_scores
FAILS = ("test_floats",)
EDGE = True
from collections import Counter
from fractions import Fraction


def wordpiece_scores(words):
    counts = Counter()
    for pieces, frequency in words.items():
        for piece in pieces:
            counts[piece] += frequency
    return {pair: Fraction(n, counts[pair[0]] * counts[pair[1]]) for pair, n in count_pairs(words).items()}
