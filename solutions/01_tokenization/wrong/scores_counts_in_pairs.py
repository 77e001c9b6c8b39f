"""Pieces are counted in the pairs.

You count the left pieces of pairs and the right pieces of pairs. A piece that ends its word, or stands alone in it, is missing
in one of the two.
"""

# exercise: wordpiece_scores
FAILS = ("test_pieces_count_everywhere", "test_a_collection")


def wordpiece_scores(words):
    pairs = count_pairs(words)
    lefts, rights = Counter(), Counter()
    for (left, right), number in pairs.items():
        lefts[left] += number
        rights[right] += number
    return {(left, right): number / (lefts[left] * rights[right]) for (left, right), number in pairs.items()}
