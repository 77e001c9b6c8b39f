"""The mask is read the wrong way round.

You close the places that are True. Here True means *may look*, so it is the False ones that become -inf.
"""

# exercise: apply_mask
import math


def apply_mask(scores, keep):
    return scores if keep is None else scores.masked_fill(keep, -math.inf)
