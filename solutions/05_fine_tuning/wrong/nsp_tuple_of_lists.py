"""Tuple and list are exchanged.

Asked for was a list of tuples: a list of any length, whose members all have the same three parts. Yours is a tuple of lists. It reads alike,
and `==` says that it is something else.
"""

# exercise: nsp_pairs
FAILS = ("test_a_list",)
EDGE = True
import itertools
import random


def nsp_pairs(documents, seed):
    coin = random.Random(seed)
    pairs = []
    for number, document in enumerate(documents):
        others = [sentence for i, other in enumerate(documents) if i != number for sentence in other]
        for first, following in itertools.pairwise(document):
            stranger = [sentence for sentence in others if sentence != following]
            is_next = coin.random() < 0.5
            pairs.append([first, following if is_next else coin.choice(stranger), int(is_next)])
    return tuple(pairs)
