"""Training fails when no pair is left.

When every word is one symbol, there is nothing to take the largest of, and `max` or `min` raises an error. Then
training is over: return the merges that you have.
"""

# exercise: train_bpe
FAILS = ("test_nothing_left",)


def train_bpe(word_counts, num_merges):
    words, merges = {tuple(word): number for word, number in word_counts.items()}, []
    for _ in range(num_merges):
        counts = count_pairs(words)
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        merges.append(best)
        words = {merge_pair(symbols, best): number for symbols, number in words.items()}
    return merges
