"""Only one merge is replayed.

You find the merge of lowest rank, apply it and return. The result has new pairs, and some of them are in the list
too. Repeat until none is.
"""

# exercise: bpe_encode_word
FAILS = ("test_a_known_word", "test_agrees_with_the_library")
from itertools import pairwise


def bpe_encode_word(word, merges):
    symbols = tuple(word)
    present = set(pairwise(symbols))
    for pair in merges:
        if tuple(pair) in present:
            return list(merge_pair(symbols, pair))
    return list(symbols)
