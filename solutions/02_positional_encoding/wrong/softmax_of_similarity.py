"""Percentages instead of dot products.

Your rows sum to 1: you applied a softmax. Asked are the dot products themselves.
"""

# exercise: pe_similarity
FAILS = ("test_dot_products", "test_dot_products_of_any_table")
import torch


def pe_similarity(pe):
    return torch.softmax(pe @ pe.T, dim=-1)
