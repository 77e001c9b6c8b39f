"""The first of the ranking is dropped unseen.

You drop the first entry of the ranking, sure that it is the word itself. With rounding, or where another word points
the same way, it need not be. Compare indices.
"""

# exercise: nearest_words
FAILS = ("test_twin",)
from torch.nn import functional as F


def nearest_words(word, words, table, k):
    directions = F.normalize(table, dim=-1)
    own = words.index(word)
    cosines = directions @ directions[own]
    ranked = sorted(range(len(words)), key=lambda i: (-round(float(cosines[i]), 3), -i))[1:]
    return [(words[i], float(cosines[i])) for i in ranked[:k]]
