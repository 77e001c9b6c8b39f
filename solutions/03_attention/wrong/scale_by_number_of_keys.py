"""Scaled by the number of keys.

You divide by the root of how many keys there are. A dot product adds up d_k products, one for each number of a key;
how many keys there are plays no part.
"""

# exercise: scale_scores
FAILS = ("test_four", "test_shape_of_the_table_does_not_matter", "test_width_one")


def scale_scores(scores, d_k):
    return scores / scores.shape[-1] ** 0.5
