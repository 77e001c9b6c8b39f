"""Scaled as in attention.

You divide by the square root of d_model. Attention does so with its scores; here the plain dot product is asked
for, whose diagonal is d_model / 2.
"""

# exercise: pe_similarity
FAILS = ("test_dot_products", "test_dot_products_of_any_table")
import math


def pe_similarity(pe):
    return pe @ pe.T / pe.shape[1] ** 0.5
