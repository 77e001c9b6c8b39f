"""Compared the columns.

Your matrix is (d_model, d_model): it says how alike two columns are over all positions. Positions are rows; which
side has to be transposed?
"""

# exercise: pe_similarity
FAILS = ("test_shape", "test_dot_products_of_any_table", "test_other_sizes")
import torch


def pe_similarity(pe):
    return pe.T @ pe
