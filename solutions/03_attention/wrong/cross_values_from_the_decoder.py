"""The values come from the decoder.

You look at the memory and take home x. What a memory position hands over should be made of the memory.
"""

# exercise: CrossAttention
FAILS = ("test_parameters", "test_shapes", "test_only_the_memory_answers", "test_values")
DEFEATS = "That x asks and the memory answers is the exercise; here x hands over its own values."
HEADLINE = True
from torch import nn


class CrossAttention(nn.Module):
    def __init__(self, d_model, d_memory, d_k, d_v):
        super().__init__()
        self.w_q = nn.Linear(d_model, d_k, bias=False)
        self.w_k = nn.Linear(d_memory, d_k, bias=False)
        self.w_v = nn.Linear(d_model, d_v, bias=False)

    def forward(self, x, memory, keep=None):
        return scaled_dot_product_attention(self.w_q(x), self.w_k(memory), self.w_v(x), keep)
