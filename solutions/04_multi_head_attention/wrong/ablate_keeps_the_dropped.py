"""The wrong ones are silenced.

You keep the heads in `drop` and silence all others. `drop` names those that should say nothing.
"""
# exercise: ablate_heads


def ablate_heads(mixed, out_weight, out_bias, drop):
    kept = mixed.clone() * 0
    kept[:, list(drop)] = mixed[:, list(drop)]
    return merge_heads(kept) @ out_weight.T + out_bias
