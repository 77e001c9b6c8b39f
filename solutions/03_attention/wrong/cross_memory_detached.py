"""The encoder is cut off from training.

The memory is detached before it answers: the decoder learns to read it, and no gradient tells the encoder what to write. Use it as it is.
"""

# exercise: CrossAttention
FAILS = ("test_gradients",)
EDGE = True


class CrossAttention(CrossAttention):
    def forward(self, x, memory, keep=None):
        memory = memory.detach()
        return scaled_dot_product_attention(self.w_q(x), self.w_k(memory), self.w_v(memory), keep)
