"""The wrong ones are silenced.

You keep the heads in `drop` and silence all others. `drop` names those that should say nothing.
"""

# exercise: ablate_heads
DEFEATS = "Which heads fall silent is the exercise; here it is all the others."
FAILS = ("test_nothing_dropped", "test_everything_dropped", "test_first_head", "test_each_head")


def ablate_heads(mixed, out_weight, out_bias, drop):
    kept = mixed.clone() * 0
    kept[:, list(drop)] = mixed[:, list(drop)]
    return merge_heads(kept) @ out_weight.T + out_bias
