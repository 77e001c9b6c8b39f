"""Only the output comes back.

`forward` gives two things, the output and the weights. Yours forgets the weights, and nobody can draw a picture.
"""

# exercise: SelfAttention
FAILS = ("test_shapes",)
from torch import nn


class SelfAttention(nn.Module):
    def __init__(self, d_model, d_k, d_v):
        super().__init__()
        self.w_q = nn.Linear(d_model, d_k, bias=False)
        self.w_k = nn.Linear(d_model, d_k, bias=False)
        self.w_v = nn.Linear(d_model, d_v, bias=False)

    def forward(self, x, keep=None):
        return scaled_dot_product_attention(self.w_q(x), self.w_k(x), self.w_v(x), keep)[0]
