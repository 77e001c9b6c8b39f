"""Cosine similarity in place of the dot product.

You divide by the lengths of the vectors, so that no score exceeds 1. Attention uses the plain dot product: a long
query may ask loudly.
"""

# exercise: similarity_scores
FAILS = ("test_two_tokens", "test_dot_products")


def similarity_scores(q, k):
    q, k = q / q.norm(dim=-1, keepdim=True), k / k.norm(dim=-1, keepdim=True)
    return q @ k.transpose(-2, -1)
