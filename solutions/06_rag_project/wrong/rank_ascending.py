"""The lowest score first.

sorted begins with the smallest. Turn the score around, not the list of ids.
"""

# exercise: rank
FAILS = ("test_order",)


def rank(scores, k=None):
    return sorted(scores, key=lambda name: (scores[name], name))[:k]
