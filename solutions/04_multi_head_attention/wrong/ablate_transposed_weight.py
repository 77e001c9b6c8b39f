"""W_O is not transposed.

nn.Linear computes x Wᵀ + b, because it keeps its weight as (out, in). You multiply by W itself; it is square, so no
shape complains.
"""

# exercise: ablate_heads
FAILS = ("test_nothing_dropped",)


def ablate_heads(mixed, out_weight, out_bias, drop):
    kept = mixed.clone()
    kept[:, list(drop)] = 0
    return merge_heads(kept) @ out_weight + out_bias
