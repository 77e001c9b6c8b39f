"""The matrices have a bias.

nn.Linear adds a bias unless you tell it not to. Here Q = XW, nothing is added.
"""

# exercise: SelfAttention
FAILS = ("test_parameters",)
from torch import nn


class SelfAttention(nn.Module):
    def __init__(self, d_model, d_k, d_v):
        super().__init__()
        self.w_q = nn.Linear(d_model, d_k)
        self.w_k = nn.Linear(d_model, d_k)
        self.w_v = nn.Linear(d_model, d_v)

    def forward(self, x, keep=None):
        return scaled_dot_product_attention(self.w_q(x), self.w_k(x), self.w_v(x), keep)
