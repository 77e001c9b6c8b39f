"""Distances instead of dot products.

Your diagonal is 0 and grows to the sides: these are distances. The dot product is largest where two rows agree.
"""

# exercise: pe_similarity
FAILS = ("test_dot_products", "test_dot_products_of_any_table")
import torch


def pe_similarity(pe):
    return torch.cdist(pe, pe)
