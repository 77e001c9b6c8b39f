"""The pairs come in a tuple.

A list was asked for. The neighbours of two words are joined with `+`, and a list and a tuple cannot be.
"""

# exercise: nearest_words
FAILS = ("test_a_list",)
EDGE = True
from torch.nn import functional as F


def nearest_words(word, words, table, k):
    directions = F.normalize(table, dim=-1)
    own = words.index(word)
    cosines = (directions @ directions[own]).tolist()
    ranked = sorted((i for i in range(len(words)) if i != own), key=lambda i: -cosines[i])
    return tuple((words[i], cosines[i]) for i in ranked[:k])
