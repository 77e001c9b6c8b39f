"""V = K.

What you hand over as values are the keys again; the matrix w_v is never used.
"""

# exercise: CrossAttention
FAILS = ("test_shapes", "test_values")
from torch import nn


class CrossAttention(nn.Module):
    def __init__(self, d_model, d_memory, d_k, d_v):
        super().__init__()
        self.w_q = nn.Linear(d_model, d_k, bias=False)
        self.w_k = nn.Linear(d_memory, d_k, bias=False)
        self.w_v = nn.Linear(d_memory, d_v, bias=False)

    def forward(self, x, memory, keep=None):
        return scaled_dot_product_attention(self.w_q(x), self.w_k(memory), self.w_k(memory), keep)
