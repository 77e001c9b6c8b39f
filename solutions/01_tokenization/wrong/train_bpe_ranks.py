"""A dict of ranks comes back in place of the list.

Some programs keep the merges in a dict from pair to rank. Here a list was asked for, in which the place is the rank: `merges[:100]`, the
first hundred, is what the text makes of it. `list(ranks)` is that list.
"""

# exercise: train_bpe
FAILS = ("test_a_list_of_pairs",)
EDGE = True


def train_bpe(word_counts, num_merges):
    words = {tuple(word): number for word, number in word_counts.items()}
    ranks = {}
    while len(ranks) < num_merges:
        counts = count_pairs(words)
        if not counts:
            break
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        ranks[best] = len(ranks)
        words = {tuple(merge_pair(symbols, best)): number for symbols, number in words.items()}
    return ranks
