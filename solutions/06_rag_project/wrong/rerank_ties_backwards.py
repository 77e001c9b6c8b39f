"""Equal scores turned around.

You sort ascending and reverse the list, and with it those that are equal. What stood first stays first.
"""

# exercise: rerank


def rerank(ranking, score, depth):
    return sorted(ranking[:depth], key=score)[::-1] + ranking[depth:]
