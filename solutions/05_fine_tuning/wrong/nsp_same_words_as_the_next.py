"""A stranger with the words of the true next sentence.

Short sentences come up in many documents. When you draw one that has the same words as the true next sentence, the
pair is real and gets label 0. Leave such sentences out of the draw.
"""

# exercise: nsp_pairs
FAILS = ("test_not_the_same_words",)
import itertools
import random


def nsp_pairs(documents, seed):
    coin = random.Random(seed)
    pairs = []
    for number, document in enumerate(documents):
        others = [sentence for i, other in enumerate(documents) if i != number for sentence in other]
        for first, following in itertools.pairwise(document):
            if coin.random() < 0.5:
                pairs.append((first, following, 1))
            else:
                pairs.append((first, coin.choice(others), 0))
    return pairs
