"""The merge learned last goes first.

Rank 0 is the first merge of the list and the most frequent pair of the training text; the *lowest* rank goes first.
Yours takes the highest.
"""

# exercise: bpe_encode_word
FAILS = ("test_rank_decides", "test_agrees_with_the_library")
from itertools import pairwise


def bpe_encode_word(word, merges):
    ranks = {tuple(pair): rank for rank, pair in enumerate(merges)}
    symbols = tuple(word)
    while known := [pair for pair in pairwise(symbols) if pair in ranks]:
        symbols = merge_pair(symbols, max(known, key=ranks.get))
    return list(symbols)
