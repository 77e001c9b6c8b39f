"""An end sign is put behind the word.

The caller has put one there, if one is wanted. GPT-2's words have none at all. Cut the word as it comes.
"""

# exercise: bpe_encode_word
FAILS = ("test_nothing_is_lost",)
import itertools


def bpe_encode_word(word, merges):
    ranks = {pair: rank for rank, pair in reversed(list(enumerate(merges)))}
    symbols = (*word, "_") if not word.endswith("_") else tuple(word)
    while pairs := [pair for pair in itertools.pairwise(symbols) if pair in ranks]:
        symbols = merge_pair(symbols, min(pairs, key=ranks.get))
    return list(symbols)
