"""Tied pairs are compared as joined strings.

You compare "az" with "aab". The rule compares tuples, the left symbol first: ("a", "z") comes before ("aa", "b"),
because "a" is smaller than "aa".
"""

# exercise: train_bpe
FAILS = ("test_ties_are_compared_as_tuples",)
EDGE = True


def train_bpe(word_counts, num_merges):
    words, merges = {tuple(word): number for word, number in word_counts.items()}, []
    while len(merges) < num_merges and (counts := count_pairs(words)):
        best = min(counts, key=lambda pair: (-counts[pair], pair[0] + pair[1]))
        merges.append(best)
        words = {merge_pair(symbols, best): number for symbols, number in words.items()}
    return merges
