"""The neighbours of a merged pair keep their old counts.

Bringing the counts up to date is faster than counting anew, but a merge also *ends* pairs: when *e* and *r* become
*er* in *newer*, the pair (w, e) is gone there, and (r, _) too. You only added the new ones.
"""

# exercise: train_bpe
FAILS = ("test_counted_anew", "test_agrees_with_the_library")
import itertools


def train_bpe(word_counts, num_merges):
    words, merges = {tuple(word): number for word, number in word_counts.items()}, []
    counts = dict(count_pairs(words))
    while len(merges) < num_merges and counts:
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        merges.append(best)
        del counts[best]
        for symbols in list(words):
            merged = merge_pair(symbols, best)
            if merged == symbols:
                continue
            number = words.pop(symbols)
            words[merged] = number
            for pair in itertools.pairwise(merged):
                if "".join(best) in pair:
                    counts[pair] = counts.get(pair, 0) + number
    return merges
