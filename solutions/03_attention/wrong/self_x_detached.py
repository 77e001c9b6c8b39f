"""What lies below the head is cut off from training.

The three matrices learn, and x is detached: no gradient reaches the layers that made it. Multiply x itself.
"""

# exercise: SelfAttention
FAILS = ("test_gradients_reach_x",)
EDGE = True


class SelfAttention(SelfAttention):
    def forward(self, x, keep=None):
        x = x.detach()
        return scaled_dot_product_attention(self.w_q(x), self.w_k(x), self.w_v(x), keep)
