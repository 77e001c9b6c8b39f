"""Dot product in place of the cosine.

Frequent words have long vectors, so the plain dot product finds long vectors rather than similar ones. Bring both
vectors to length 1 first.
"""

# exercise: nearest_words
FAILS = ("test_plane", "test_agrees_with_torch")
HEADLINE = True


def nearest_words(word, words, table, k):
    directions = table
    own = words.index(word)
    cosines = directions @ directions[own]
    ranked = [i for i in cosines.argsort(descending=True).tolist() if i != own]
    return [(words[i], float(cosines[i])) for i in ranked[:k]]
