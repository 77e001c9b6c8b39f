"""Everything is scored.

The score is slow; that is why only the first `depth` ids get one.
"""

# exercise: rerank


def rerank(ranking, score, depth):
    return sorted(ranking, key=lambda name: -score(name))
