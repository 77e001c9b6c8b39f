"""Longest symbol first.

You look for the longest piece that is in the vocabulary. That is WordPiece (the next part). BPE replays its merges
in the order learned, and a long symbol may be out of reach because another merge has used up its letters.
"""

# exercise: bpe_encode_word
FAILS = ("test_rank_decides", "test_only_pairs_that_were_learned", "test_agrees_with_the_library")


def bpe_encode_word(word, merges):
    vocabulary = {left + right for left, right in merges}
    symbols, start = [], 0
    while start < len(word):
        end = next((e for e in range(len(word), start, -1) if word[start:e] in vocabulary), start + 1)
        symbols.append(word[start:end])
        start = end
    return symbols
