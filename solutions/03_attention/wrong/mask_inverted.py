"""The mask is read the wrong way round.

You close the places that are True. Here True means *may look*, so it is the False ones that become -inf.
"""

# exercise: apply_mask
FAILS = ("test_closed_score", "test_open_scores", "test_closed_scores")
import math


def apply_mask(scores, keep):
    return scores if keep is None else scores.masked_fill(keep, -math.inf)
