"""Divided by the count of the left piece only.

That is the share of the left pieces that are followed by the right one. The score divides by both counts.
"""

# exercise: wordpiece_scores
FAILS = ("test_score", "test_a_collection")


def wordpiece_scores(words):
    counts = Counter()
    for pieces, frequency in words.items():
        for piece in pieces:
            counts[piece] += frequency
    return {(left, right): n / counts[left] for (left, right), n in count_pairs(words).items()}
