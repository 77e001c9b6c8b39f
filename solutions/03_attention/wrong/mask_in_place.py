"""The scores of the caller are overwritten.

`masked_fill_`, with an underscore, writes into its input. Without the underscore it makes a new tensor.
"""

# exercise: apply_mask
FAILS = ("test_inputs_are_left_alone",)
import math


def apply_mask(scores, keep):
    if keep is None:
        return scores
    scores.masked_fill_(~keep, -math.inf)
    return scores.clone()
