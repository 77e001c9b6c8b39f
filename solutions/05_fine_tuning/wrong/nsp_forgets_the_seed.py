"""The seed is not used.

You draw from the generator that everybody shares, so the same seed gives other pairs each time. Make one of your own:
random.Random(seed).
"""

# exercise: nsp_pairs
FAILS = ("test_seed",)
import itertools
import random


def nsp_pairs(documents, seed):
    pairs = []
    for number, document in enumerate(documents):
        others = [sentence for i, other in enumerate(documents) if i != number for sentence in other]
        for first, following in itertools.pairwise(document):
            if random.random() < 0.5:
                pairs.append((first, following, 1))
            else:
                pairs.append((first, random.choice([one for one in others if one != following]), 0))
    return pairs
