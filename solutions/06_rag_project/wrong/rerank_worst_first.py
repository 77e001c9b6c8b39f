"""The worst first.

sorted begins with the smallest. The larger the score, the better.
"""

# exercise: rerank


def rerank(ranking, score, depth):
    return sorted(ranking[:depth], key=lambda name: score(name)) + ranking[depth:]
