"""Reads the column.

You found the words *to which* the word matters. The words that matter to it share its 100 %: they stand in its row.
"""

# exercise: words_that_matter
FAILS = ("test_creature", "test_longer_sentences")
HEADLINE = True
import torch


def words_that_matter(weights, words, word, n=3):
    column = weights[:, words.index(word)]
    return [words[int(i)] for i in torch.argsort(column, descending=True)[:n]]
