"""Cosine similarity.

You divide by the lengths of the rows, so the diagonal is 1. For the sinusoidal table all lengths are equal and you
would hardly notice; for a learned one they are not. Asked is the plain dot product, as attention takes it.
"""

# exercise: pe_similarity
FAILS = ("test_dot_products", "test_dot_products_of_any_table")
HEADLINE = True
import torch.nn.functional as F


def pe_similarity(pe):
    rows = F.normalize(pe, dim=1)
    return rows @ rows.T
