"""Strangers from the same document.

Your random sentences come from all documents, the same one included. Then some of the pairs that are labelled 0 are
neighbours, or about the same thing. Leave the document itself out.
"""

# exercise: nsp_pairs
FAILS = ("test_strangers", "test_strangers_of_few_documents")
HEADLINE = True
import itertools
import random


def nsp_pairs(documents, seed):
    coin = random.Random(seed)
    pairs = []
    for _number, document in enumerate(documents):
        others = [sentence for other in documents for sentence in other]
        for first, following in itertools.pairwise(document):
            if coin.random() < 0.5:
                pairs.append((first, following, 1))
            else:
                pairs.append((first, coin.choice([sentence for sentence in others if sentence != following]), 0))
    return pairs
