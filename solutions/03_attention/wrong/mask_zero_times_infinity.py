"""Zero times infinity.

You add -inf times the closed places. At the open ones that is 0 times infinity, which is not 0 but NaN. Fill the
closed places in place of multiplying.
"""

# exercise: apply_mask
FAILS = ("test_open_scores",)
import math


def apply_mask(scores, keep):
    return scores if keep is None else scores + (~keep).to(scores.dtype) * -math.inf
