"""Real, random, real, random.

You alternate between real and random pairs. The share is right, but a model that sees them in order could learn the
order instead of the text. Toss a coin for each pair.
"""

# exercise: nsp_pairs
FAILS = ("test_half",)
import itertools
import random


def nsp_pairs(documents, seed):
    coin = random.Random(seed)
    pairs = []
    for number, document in enumerate(documents):
        others = [sentence for i, other in enumerate(documents) if i != number for sentence in other]
        for first, following in itertools.pairwise(document):
            if len(pairs) % 2 == 0:
                pairs.append((first, following, 1))
            else:
                pairs.append((first, coin.choice([sentence for sentence in others if sentence != following]), 0))
    return pairs
