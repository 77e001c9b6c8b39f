"""One matrix under a name of its own.

One wide projection that is cut in three computes the same, and many libraries do it. But weights are loaded by
name: here the three are w_q, w_k and w_v.
"""

# exercise: SelfAttention
FAILS = ("test_parameters", "test_one_sentence", "test_weights", "test_values")
DEFEATS = "The names and sizes of the matrices are the contract by which weights are loaded: without them nothing can be loaded."
from torch import nn


class SelfAttention(nn.Module):
    def __init__(self, d_model, d_k, d_v):
        super().__init__()
        self.sizes = [d_k, d_k, d_v]
        self.qkv = nn.Linear(d_model, 2 * d_k + d_v, bias=False)

    def forward(self, x, keep=None):
        return scaled_dot_product_attention(*self.qkv(x).split(self.sizes, dim=-1), keep)
