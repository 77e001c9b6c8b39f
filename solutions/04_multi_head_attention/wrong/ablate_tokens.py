"""Tokens silenced instead of heads.

You set some *tokens* of every head to zero. Which axis of (B, H, T, d_head) counts the heads?
"""

# exercise: ablate_heads
FAILS = ("test_everything_dropped", "test_first_head", "test_each_head")


def ablate_heads(mixed, out_weight, out_bias, drop):
    kept = mixed.clone()
    kept[:, :, list(drop)] = 0
    return merge_heads(kept) @ out_weight.T + out_bias
