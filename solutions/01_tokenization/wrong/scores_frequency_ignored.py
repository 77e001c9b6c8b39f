"""A piece counts once a word, whatever its frequency.

A word that occurs 10 times brings each of its pieces 10 times, as it brings each of its pairs. You count the pieces of
*different* words.
"""

# exercise: wordpiece_scores
FAILS = ("test_frequencies_count", "test_a_collection")


def wordpiece_scores(words):
    counts = Counter()
    for pieces in words:
        for piece in pieces:
            counts[piece] += 1
    return {(left, right): n / (counts[left] * counts[right]) for (left, right), n in count_pairs(words).items()}
