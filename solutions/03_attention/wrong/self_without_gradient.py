"""The matrices are read past the gradient.

`.data` gives the numbers of a parameter without its history, so training never changes it. Call the modules,
self.w_q(x), as they are.
"""

# exercise: SelfAttention
FAILS = ("test_gradients",)


class SelfAttention(SelfAttention):
    def forward(self, x, keep=None):
        q, k = x @ self.w_q.weight.data.T, x @ self.w_k.weight.data.T
        return scaled_dot_product_attention(q, k, self.w_v(x), keep)
