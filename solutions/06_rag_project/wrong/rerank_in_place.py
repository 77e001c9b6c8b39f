"""The given ranking is re-ordered.

You sorted the list that you were given. Whoever wants to compare before and after has lost the "before".
"""

# exercise: rerank


def rerank(ranking, score, depth):
    ranking[:depth] = sorted(ranking[:depth], key=lambda name: -score(name))
    return ranking
