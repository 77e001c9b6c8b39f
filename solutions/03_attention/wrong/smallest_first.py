"""The smallest weights come first.

Sorting goes upwards unless you ask otherwise. You named the words that matter least.
"""

# exercise: words_that_matter
FAILS = ("test_the_heaviest_first", "test_longer_sentences")
import torch


def words_that_matter(weights, words, word, n=3):
    return [words[int(j)] for j in torch.argsort(weights[words.index(word)])[:n]]
