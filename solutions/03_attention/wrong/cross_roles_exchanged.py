"""The memory asks, the decoder answers.

You have one output for each position of the *memory*. It is x that asks, so x makes the queries.
"""

# exercise: CrossAttention
FAILS = ("test_parameters", "test_shapes", "test_only_the_memory_answers", "test_values", "test_scores")
DEFEATS = "That x asks and the memory answers is the exercise; here the memory asks."
HEADLINE = True
from torch import nn


class CrossAttention(nn.Module):
    def __init__(self, d_model, d_memory, d_k, d_v):
        super().__init__()
        self.w_q = nn.Linear(d_memory, d_k, bias=False)
        self.w_k = nn.Linear(d_model, d_k, bias=False)
        self.w_v = nn.Linear(d_model, d_v, bias=False)

    def forward(self, x, memory, keep=None):
        return scaled_dot_product_attention(self.w_q(memory), self.w_k(x), self.w_v(x), keep)
