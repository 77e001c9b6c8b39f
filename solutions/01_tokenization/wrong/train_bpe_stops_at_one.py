"""Training stops at pairs that occur once.

Many programs do so, to save their vocabulary for what is frequent. The docstring asks for another end: num_merges, or
no pair left at all.
"""

# exercise: train_bpe
FAILS = ("test_number_of_merges",)


def train_bpe(word_counts, num_merges):
    words, merges = {tuple(word): number for word, number in word_counts.items()}, []
    while len(merges) < num_merges and (counts := count_pairs(words)):
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        if counts[best] < 2:
            break
        merges.append(best)
        words = {merge_pair(symbols, best): number for symbols, number in words.items()}
    return merges
