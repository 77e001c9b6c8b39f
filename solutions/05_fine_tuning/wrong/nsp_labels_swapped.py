"""is_next the wrong way round.

is_next is 1 for a pair that really follows in the text, and 0 for a random one; you have it the other way round.
"""

# exercise: nsp_pairs
FAILS = ("test_true_pairs", "test_labels")
import itertools
import random


def nsp_pairs(documents, seed):
    coin = random.Random(seed)
    pairs = []
    for number, document in enumerate(documents):
        others = [sentence for i, other in enumerate(documents) if i != number for sentence in other]
        for first, following in itertools.pairwise(document):
            if coin.random() < 0.5:
                pairs.append((first, following, 0))
            else:
                pairs.append((first, coin.choice([sentence for sentence in others if sentence != following]), 1))
    return pairs
