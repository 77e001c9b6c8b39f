"""num_merges is taken for the size of the vocabulary.

A library's `vocab_size` counts the first characters too. `num_merges` counts merges: the vocabulary then has that many
entries *more* than there were characters.
"""

# exercise: train_bpe
FAILS = ("test_number_of_merges", "test_agrees_with_the_library")


def train_bpe(word_counts, num_merges):
    words, merges = {tuple(word): number for word, number in word_counts.items()}, []
    vocabulary = {char for word in word_counts for char in word}
    while len(vocabulary) < num_merges and (counts := count_pairs(words)):
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        merges.append(best)
        vocabulary.add("".join(best))
        words = {merge_pair(symbols, best): number for symbols, number in words.items()}
    return merges
