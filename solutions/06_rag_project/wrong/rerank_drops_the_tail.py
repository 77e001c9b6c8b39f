"""The tail is gone.

Behind the first `depth` ids the rest follows, in its old order. Otherwise re-ranking ten loses everything from place
eleven on, and recall with it.
"""

# exercise: rerank


def rerank(ranking, score, depth):
    return sorted(ranking[:depth], key=lambda name: -score(name))
