"""Only every second sentence begins a pair.

You cut the document into pairs that do not overlap. Each sentence that has a next one begins a pair: (1, 2), (2, 3),
(3, 4) and so on.
"""

# exercise: nsp_pairs
FAILS = ("test_one_pair_each", "test_short_documents")
import random


def nsp_pairs(documents, seed):
    coin = random.Random(seed)
    pairs = []
    for number, document in enumerate(documents):
        others = [sentence for i, other in enumerate(documents) if i != number for sentence in other]
        for first, following in zip(document[::2], document[1::2], strict=False):
            if coin.random() < 0.5:
                pairs.append((first, following, 1))
            else:
                pairs.append((first, coin.choice([sentence for sentence in others if sentence != following]), 0))
    return pairs
