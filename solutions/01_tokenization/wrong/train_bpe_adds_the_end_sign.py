"""An end sign is put behind each word, once more.

The caller has done that already, if one is wanted. Now *low_* becomes *low__*, and you learn the pair (_, _).
"""

# exercise: train_bpe
FAILS = ("test_only_parts_of_words", "test_agrees_with_the_library")


def train_bpe(word_counts, num_merges):
    words, merges = {(*word, "_"): number for word, number in word_counts.items()}, []
    while len(merges) < num_merges and (counts := count_pairs(words)):
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        merges.append(best)
        words = {merge_pair(symbols, best): number for symbols, number in words.items()}
    return merges
