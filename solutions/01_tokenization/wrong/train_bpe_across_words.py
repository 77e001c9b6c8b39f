"""Merges reach over the border of a word.

You train on one long text without borders, so the end of one word and the beginning of the next can become a
symbol. Keep the words apart: a dict of words with their frequencies does that by itself.
"""

# exercise: train_bpe
FAILS = ("test_only_parts_of_words", "test_agrees_with_the_library")


def train_bpe(word_counts, num_merges):
    text = tuple(letter for word, number in word_counts.items() for _ in range(number) for letter in word)
    merges = []
    while len(merges) < num_merges and (counts := count_pairs({text: 1})):
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        merges.append(best)
        text = merge_pair(text, best)
    return merges
