"""K = Q.

Your keys are the queries: both come from w_q. Then *fluffy* wants *creature* just as much as *creature* wants
*fluffy*. The keys have their own matrix.
"""

# exercise: SelfAttention
FAILS = ("test_one_sentence", "test_weights", "test_gradients")
HEADLINE = True
from torch import nn


class SelfAttention(nn.Module):
    def __init__(self, d_model, d_k, d_v):
        super().__init__()
        self.w_q = nn.Linear(d_model, d_k, bias=False)
        self.w_k = nn.Linear(d_model, d_k, bias=False)
        self.w_v = nn.Linear(d_model, d_v, bias=False)

    def forward(self, x, keep=None):
        return scaled_dot_product_attention(self.w_q(x), self.w_q(x), self.w_v(x), keep)
