"""The bias is left out.

The bias does not belong to any head, so it stays, whichever head falls silent. With all heads silenced it is all
that is left.
"""

# exercise: ablate_heads
FAILS = ("test_nothing_dropped", "test_everything_dropped")


def ablate_heads(mixed, out_weight, out_bias, drop):
    kept = mixed.clone()
    kept[:, list(drop)] = 0
    return merge_heads(kept) @ out_weight.T
