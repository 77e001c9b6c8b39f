"""Positions instead of words.

The result is the numbers of the positions. Look up the word that stands at each of them.
"""

# exercise: words_that_matter
FAILS = ("test_words",)
import torch


def words_that_matter(weights, words, word, n=3):
    row = weights[words.index(word)]
    return torch.argsort(row, descending=True)[:n].tolist()
