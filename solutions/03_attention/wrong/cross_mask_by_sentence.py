"""A mask without a batch of its own is lost.

You use the mask only if it has a row for each sentence. A mask (1, 1, T_k) or (1, T_q, T_k) is meant for all of them:
hand the mask on as it is, and broadcasting does the rest.
"""

# exercise: CrossAttention
FAILS = ("test_mask",)


class CrossAttention(CrossAttention):
    def forward(self, x, memory, keep=None):
        if keep is not None and keep.ndim == 3 and keep.shape[0] != x.shape[0]:
            keep = None
        return super().forward(x, memory, keep)
