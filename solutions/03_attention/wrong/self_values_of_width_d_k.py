"""The values are as wide as the keys.

Only queries and keys must have the same width. The values have their own, d_v, and it is the width of the output.
"""

# exercise: SelfAttention
FAILS = ("test_parameters", "test_shapes", "test_one_sentence")
from torch import nn


class SelfAttention(nn.Module):
    def __init__(self, d_model, d_k, d_v):
        super().__init__()
        self.w_q = nn.Linear(d_model, d_k, bias=False)
        self.w_k = nn.Linear(d_model, d_k, bias=False)
        self.w_v = nn.Linear(d_model, d_k, bias=False)

    def forward(self, x, keep=None):
        return scaled_dot_product_attention(self.w_q(x), self.w_k(x), self.w_v(x), keep)
