"""The caller's heads are silenced for good.

You write zeros into the tensor that you were given. The next call then finds that head silent already, and two
ablations in a row measure the wrong thing. Work on a copy.
"""

# exercise: ablate_heads
FAILS = ("test_inputs_are_left_alone",)


def ablate_heads(mixed, out_weight, out_bias, drop):
    mixed[:, list(drop)] = 0
    return merge_heads(mixed) @ out_weight.T + out_bias
