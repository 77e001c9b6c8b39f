"""The scores are cut off from training on the way.

The division is right, and made of a detached tensor: no gradient comes back to queries and keys. Divide the scores themselves.
"""

# exercise: scale_scores
FAILS = ("test_gradients",)
EDGE = True
import math


def scale_scores(scores, d_k):
    return scores.detach() / math.sqrt(d_k)
