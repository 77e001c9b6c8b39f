"""The logarithm of the score.

The logarithm orders the pairs in the same way, and is another number. Asked is the quotient itself.
"""

# exercise: wordpiece_scores
FAILS = ("test_score", "test_a_collection")
import math


def wordpiece_scores(words):
    counts = Counter()
    for pieces, frequency in words.items():
        for piece in pieces:
            counts[piece] += frequency
    return {
        (left, right): math.log(n / (counts[left] * counts[right])) for (left, right), n in count_pairs(words).items()
    }
