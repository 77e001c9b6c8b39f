"""Equal scores, the larger id first.

reverse=True turns the order of the ids around as well. Sort by (minus score, id).
"""

# exercise: rank
FAILS = ("test_equal_scores", "test_ties")


def rank(scores, k=None):
    return sorted(scores, key=lambda name: (scores[name], name), reverse=True)[:k]
