"""The scores are scaled already.

You divide by the root of the width here. That is right for attention, but it has its own step, 3.3; done twice, it is
done once too often.
"""

# exercise: similarity_scores
FAILS = ("test_two_tokens", "test_dot_products")


def similarity_scores(q, k):
    return q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
