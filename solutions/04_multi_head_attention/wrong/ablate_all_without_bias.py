"""With all heads silent, the bias is silent too.

If every head is silenced, you return zeros. The bias is no head's: it stays.
"""

# exercise: ablate_heads
FAILS = ("test_everything_dropped",)
import torch


def ablate_heads(mixed, out_weight, out_bias, drop):
    batch, n_heads, length, d_head = mixed.shape
    left = [head for head in range(n_heads) if head not in drop]
    if not left:
        return torch.zeros(batch, length, len(out_bias))
    parts = [mixed[:, h] @ out_weight[:, h * d_head : (h + 1) * d_head].T for h in left]
    return sum(parts) + out_bias
