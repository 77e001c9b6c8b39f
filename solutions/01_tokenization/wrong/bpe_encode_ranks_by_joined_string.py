"""A pair is looked up by what it becomes.

(a, bc) and (ab, c) both become *abc*. If only the second one was learned, the first must not be merged. Keep the ranks
of pairs, not of joined strings. (OpenAI's `tiktoken` does keep them by strings, and can, for its bytes.)
"""

# exercise: bpe_encode_word
FAILS = ("test_only_pairs_that_were_learned",)
import itertools


def bpe_encode_word(word, merges):
    ranks = {"".join(pair): rank for rank, pair in reversed(list(enumerate(merges)))}
    symbols = tuple(word)
    while pairs := [pair for pair in itertools.pairwise(symbols) if "".join(pair) in ranks]:
        symbols = merge_pair(symbols, min(pairs, key=lambda pair: ranks["".join(pair)]))
    return list(symbols)
