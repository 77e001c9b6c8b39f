"""k = 0 means all.

You ask whether k is true, and 0 is not. None means all; 0 means none.
"""

# exercise: rank
FAILS = ("test_other_k",)


def rank(scores, k=None):
    ranking = sorted(scores, key=lambda name: (-scores[name], name))
    return ranking[:k] if k else ranking
