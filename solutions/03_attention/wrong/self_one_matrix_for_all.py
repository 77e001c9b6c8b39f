"""One matrix for all three.

w_q, w_k and w_v are the same module under three names, so they are one matrix. To ask, to offer and to hand over are
three tasks.
"""

# exercise: SelfAttention
FAILS = ("test_one_sentence", "test_weights", "test_fresh_matrices_differ")
from torch import nn


class SelfAttention(nn.Module):
    def __init__(self, d_model, d_k, d_v):
        super().__init__()
        self.w_q = nn.Linear(d_model, d_k, bias=False)
        self.w_k = self.w_q
        self.w_v = self.w_q if d_v == d_k else nn.Linear(d_model, d_v, bias=False)

    def forward(self, x, keep=None):
        return scaled_dot_product_attention(self.w_q(x), self.w_k(x), self.w_v(x), keep)
