"""Ids are compared as numbers.

p10 comes before p9, because ids are text. What you compare depends on how ids are written; the next corpus will write
them another way.
"""

# exercise: rank


def rank(scores, k=None):
    return sorted(scores, key=lambda name: (-scores[name], int("".join(sign for sign in name if sign.isdigit()) or 0)))[
        :k
    ]
