"""Divided by the sum of the counts.

The parts that are independent meet by the *product* of their frequencies, so it is the product that the count is compared
with.
"""

# exercise: wordpiece_scores
FAILS = ("test_score", "test_a_collection")


def wordpiece_scores(words):
    counts = Counter()
    for pieces, frequency in words.items():
        for piece in pieces:
            counts[piece] += frequency
    return {(left, right): n / (counts[left] + counts[right]) for (left, right), n in count_pairs(words).items()}
