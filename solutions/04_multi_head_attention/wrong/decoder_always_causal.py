"""Always causal.

You close the future even if no mask is given. That is the caller's business: None means that every target token may
see all of them.
"""

# exercise: DecoderBlock
FAILS = ("test_agrees_with_torch", "test_no_mask")
import torch


class DecoderBlock(DecoderBlock):
    def forward(self, y, memory, keep_self=None, keep_memory=None):
        if keep_self is None:
            keep_self = torch.ones(y.shape[1], y.shape[1], dtype=torch.bool).tril()
        return super().forward(y, memory, keep_self, keep_memory)
