"""Both sequences are taken to have one width.

w_k and w_v read the memory, whose vectors have the width d_memory. Yours expect d_model, and only work where the
two agree.
"""

# exercise: CrossAttention
FAILS = ("test_parameters",)
from torch import nn


class CrossAttention(nn.Module):
    def __init__(self, d_model, d_memory, d_k, d_v):
        super().__init__()
        self.w_q = nn.Linear(d_model, d_k, bias=False)
        self.w_k = nn.Linear(d_model, d_k, bias=False)
        self.w_v = nn.Linear(d_model, d_v, bias=False)

    def forward(self, x, memory, keep=None):
        return scaled_dot_product_attention(self.w_q(x), self.w_k(memory), self.w_v(memory), keep)
