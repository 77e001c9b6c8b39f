"""Projections without bias.

In assignment 3 the matrices had no bias. Here, as in BERT and in nn.MultiheadAttention, each of the four
projections has one.
"""

# exercise: MultiHeadAttention
FAILS = ("test_names",)
from torch import nn


class MultiHeadAttention(MultiHeadAttention):
    def __init__(self, d_model, n_heads):
        super().__init__(d_model, n_heads)
        for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
            setattr(self, name, nn.Linear(d_model, d_model, bias=False))
