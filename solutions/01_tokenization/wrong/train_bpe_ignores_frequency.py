"""Every word counts once.

You train on the different words and forget how often each occurs. BPE finds what is frequent in *text*, and there
*the* counts a thousand times.
"""

# exercise: train_bpe
FAILS = ("test_first_merge", "test_agrees_with_the_library")


def train_bpe(word_counts, num_merges):
    words, merges = {tuple(word): 1 for word in word_counts}, []
    while len(merges) < num_merges and (counts := count_pairs(words)):
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        merges.append(best)
        words = {merge_pair(symbols, best): number for symbols, number in words.items()}
    return merges
