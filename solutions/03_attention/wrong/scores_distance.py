"""Distances in place of dot products.

You measure how far apart query and key are. Attention measures how well they match: a sum of products, large where
both point the same way.
"""

# exercise: similarity_scores
FAILS = ("test_two_tokens", "test_dot_products")


def similarity_scores(q, k):
    return (q.unsqueeze(-2) - k.unsqueeze(-3)).square().sum(-1).sqrt()
