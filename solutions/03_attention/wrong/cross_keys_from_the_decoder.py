"""The keys come from the decoder.

Your keys are made of x, the sequence that asks. Then x looks for its match in itself and takes the value of something
else. Keys and values belong together: both are the memory's.
"""

# exercise: CrossAttention
FAILS = ("test_parameters", "test_shapes", "test_only_the_memory_answers", "test_scores")
DEFEATS = "That x asks and the memory answers is the exercise; here x answers with its keys."
from torch import nn


class CrossAttention(nn.Module):
    def __init__(self, d_model, d_memory, d_k, d_v):
        super().__init__()
        self.w_q = nn.Linear(d_model, d_k, bias=False)
        self.w_k = nn.Linear(d_model, d_k, bias=False)
        self.w_v = nn.Linear(d_memory, d_v, bias=False)

    def forward(self, x, memory, keep=None):
        return scaled_dot_product_attention(self.w_q(x), self.w_k(x), self.w_v(memory), keep)
