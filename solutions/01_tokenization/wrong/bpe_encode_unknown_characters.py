"""Characters that no merge knows become [UNK].

A BPE vocabulary begins with single characters, so a character without a partner is a symbol of its own. Nothing is
lost, and the symbols joined are the word again.
"""

# exercise: bpe_encode_word
FAILS = ("test_nothing_to_merge", "test_agrees_with_the_library")
import itertools


def bpe_encode_word(word, merges):
    ranks = {pair: rank for rank, pair in reversed(list(enumerate(merges)))}
    known = {char for pair in merges for char in "".join(pair)}
    symbols = tuple(word)
    while pairs := [pair for pair in itertools.pairwise(symbols) if pair in ranks]:
        symbols = merge_pair(symbols, min(pairs, key=ranks.get))
    return [symbol if len(symbol) > 1 or symbol in known else "[UNK]" for symbol in symbols]
