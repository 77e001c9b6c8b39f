"""The word itself is left out.

A word may look at itself, and often does most. It stands in its own row like any other.
"""

# exercise: words_that_matter
FAILS = ("test_the_word_itself",)
import torch


def words_that_matter(weights, words, word, n=3):
    order = torch.argsort(weights[words.index(word)], descending=True)
    return [words[int(j)] for j in order if words[int(j)] != word][:n]
