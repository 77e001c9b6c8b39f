"""Only the first head of the list.

`drop` is a list: all heads in it fall silent at once, and it may be empty.
"""

# exercise: ablate_heads
FAILS = ("test_everything_dropped", "test_two_heads")


def ablate_heads(mixed, out_weight, out_bias, drop):
    kept = mixed.clone()
    if drop:
        kept[:, drop[0]] = 0
    return merge_heads(kept) @ out_weight.T + out_bias
