"""Distance in place of the angle.

You rank by how far apart the points are. Two vectors in the same direction, one long and one short, are far apart and
yet have cosine 1. Compare directions.
"""

# exercise: nearest_words
FAILS = ("test_plane", "test_agrees_with_torch")
from torch.nn import functional as F


def nearest_words(word, words, table, k):
    directions = F.normalize(table, dim=-1)
    own = words.index(word)
    cosines = directions @ directions[own]
    ranked = [i for i in (table - table[own]).norm(dim=-1).argsort().tolist() if i != own]
    return [(words[i], float(cosines[i])) for i in ranked[:k]]
