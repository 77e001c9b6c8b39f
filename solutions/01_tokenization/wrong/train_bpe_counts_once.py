"""Pairs are counted once, before the first merge.

You take the most frequent pairs of single letters and never count again. After a merge there are new pairs with the
new symbol, and old ones have become rarer: count anew each time.
"""

# exercise: train_bpe
FAILS = ("test_counted_anew", "test_agrees_with_the_library")


def train_bpe(word_counts, num_merges):
    counts = count_pairs({tuple(word): number for word, number in word_counts.items()})
    return sorted(counts, key=lambda pair: (-counts[pair], pair))[:num_merges]
