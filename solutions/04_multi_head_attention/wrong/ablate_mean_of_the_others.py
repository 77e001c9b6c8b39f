"""A silent head speaks with the others' mean.

You put the mean of the other heads in its place. That is an ablation too, but not this one: here a silent head adds
nothing.
"""

# exercise: ablate_heads
FAILS = ("test_first_head", "test_each_head")


def ablate_heads(mixed, out_weight, out_bias, drop):
    kept = mixed.clone()
    others = [head for head in range(mixed.shape[1]) if head not in drop]
    if others:
        kept[:, list(drop)] = mixed[:, others].mean(1, keepdim=True)
    else:
        kept = kept * 0
    return merge_heads(kept) @ out_weight.T + out_bias
