"""Ids are compared as numbers.

p10 comes before p9, because ids are text. You read a number out of the id; the next corpus may write its ids another
way.
"""

# exercise: rank
FAILS = ("test_equal_scores", "test_ties")


def rank(scores, k=None):
    return sorted(scores, key=lambda name: (-scores[name], int("".join(sign for sign in name if sign.isdigit()) or 0)))[
        :k
    ]
