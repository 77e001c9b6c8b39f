"""The count in place of the score.

That is what BPE takes. WordPiece divides by how often the two pieces occur at all: a pair of two frequent pieces is no
surprise.
"""

# exercise: wordpiece_scores
FAILS = ("test_score", "test_a_collection")
HEADLINE = True


def wordpiece_scores(words):
    return {pair: float(number) for pair, number in count_pairs(words).items()}
