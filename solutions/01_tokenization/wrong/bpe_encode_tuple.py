"""The symbols come in a tuple.

`merge_pair` returns a tuple, because words are keys there. Here a list was asked for: `list(symbols)` at the end.
"""

# exercise: bpe_encode_word
FAILS = ("test_a_list",)
EDGE = True
from itertools import pairwise


def bpe_encode_word(word, merges):
    ranks = {tuple(pair): rank for rank, pair in enumerate(merges)}
    symbols = tuple(word)
    while known := [pair for pair in pairwise(symbols) if pair in ranks]:
        symbols = tuple(merge_pair(symbols, min(known, key=ranks.get)))
    return symbols
