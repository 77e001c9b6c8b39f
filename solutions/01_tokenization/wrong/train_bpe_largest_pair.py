"""Ties go to the largest pair.

`max` over (count, pair) takes the largest count and, among equals, the lexicographically *largest* pair. The rule
asks for the smallest. How can the count go down and the pair up in one key?
"""

# exercise: train_bpe
FAILS = ("test_ties_go_to_the_smallest", "test_agrees_with_the_library")


def train_bpe(word_counts, num_merges):
    words, merges = {tuple(word): number for word, number in word_counts.items()}, []
    while len(merges) < num_merges and (counts := count_pairs(words)):
        best = max(counts, key=lambda pair: (counts[pair], pair))
        merges.append(best)
        words = {merge_pair(symbols, best): number for symbols, number in words.items()}
    return merges
