"""Scores of 0 and below are dropped.

Cosines and log probabilities may be negative. They have their place in the ranking.
"""

# exercise: rank
FAILS = ("test_negative",)


def rank(scores, k=None):
    return sorted((name for name in scores if scores[name] > 0), key=lambda name: (-scores[name], name))[:k]
