"""The cosines are tensors.

What you take out of a tensor by an index is a tensor again. A float was asked for: `float(...)`, `item` or `tolist` makes one.
"""

# exercise: nearest_words
FAILS = ("test_pairs",)
from torch.nn import functional as F


def nearest_words(word, words, table, k):
    directions = F.normalize(table, dim=-1)
    own = words.index(word)
    cosines = directions @ directions[own]
    ranked = [i for i in cosines.argsort(descending=True).tolist() if i != own]
    return [(words[i], cosines[i]) for i in ranked[:k]]
