"""Equal scores stay in the order in which they were put in.

The order of a dictionary depends on which term was looked up first. Then the same question can get two rankings. Sort
by the score, and by the id where scores are equal.
"""

# exercise: rank
FAILS = ("test_equal_scores", "test_ties")
HEADLINE = True


def rank(scores, k=None):
    return sorted(scores, key=lambda name: -scores[name])[:k]
