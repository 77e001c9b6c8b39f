"""The word is its own neighbour.

Nobody is nearer to a word than the word itself, with cosine 1; so it always comes first in your list. Leave it out.
"""

# exercise: nearest_words
FAILS = ("test_pairs", "test_all_of_them")
from torch.nn import functional as F


def nearest_words(word, words, table, k):
    directions = F.normalize(table, dim=-1)
    own = words.index(word)
    cosines = directions @ directions[own]
    ranked = list(cosines.argsort(descending=True).tolist())
    return [(words[i], float(cosines[i])) for i in ranked[:k]]
