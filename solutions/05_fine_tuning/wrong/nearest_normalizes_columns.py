"""Lengths taken along the wrong axis.

You divide each column by its length, across all words. A word's vector is a row; its length is taken along the last
axis.
"""

# exercise: nearest_words
FAILS = ("test_plane", "test_agrees_with_torch")
from torch.nn import functional as F


def nearest_words(word, words, table, k):
    directions = F.normalize(table, dim=0)
    own = words.index(word)
    cosines = directions @ directions[own]
    ranked = [i for i in cosines.argsort(descending=True).tolist() if i != own]
    return [(words[i], float(cosines[i])) for i in ranked[:k]]
