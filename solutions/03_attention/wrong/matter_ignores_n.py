"""Always three words.

`n` says how many words are wanted; 3 is only what it is if nobody says.
"""

# exercise: words_that_matter
FAILS = ("test_how_many",)
import torch


def words_that_matter(weights, words, word, n=3):
    row = weights[words.index(word)]
    return [words[int(j)] for j in torch.argsort(row, descending=True)[:3]]
