"""A piece counts once a word, even if it stands there twice.

With a set of the word's pieces the second one is lost. Every place counts.
"""

# exercise: wordpiece_scores
FAILS = ("test_twice_in_a_word",)


def wordpiece_scores(words):
    counts = Counter()
    for pieces, frequency in words.items():
        for piece in set(pieces):
            counts[piece] += frequency
    return {(left, right): n / (counts[left] * counts[right]) for (left, right), n in count_pairs(words).items()}
