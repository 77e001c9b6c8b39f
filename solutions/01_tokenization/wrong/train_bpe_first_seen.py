"""Ties go to the pair seen first.

`max(counts, key=counts.get)` returns the first of the largest, so the result depends on the order of the words. The
course's rule: of equally frequent pairs the lexicographically smallest.
"""

# exercise: train_bpe
FAILS = ("test_ties_go_to_the_smallest", "test_agrees_with_the_library")
HEADLINE = True


def train_bpe(word_counts, num_merges):
    words, merges = {tuple(word): number for word, number in word_counts.items()}, []
    while len(merges) < num_merges and (counts := count_pairs(words)):
        best = max(counts, key=counts.get)
        merges.append(best)
        words = {merge_pair(symbols, best): number for symbols, number in words.items()}
    return merges
