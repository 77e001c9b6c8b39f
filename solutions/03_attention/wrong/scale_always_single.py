"""The scaled scores are always float32.

The result should have the dtype of the scores: divide them by a plain number, and nothing is converted.
"""

# exercise: scale_scores
FAILS = ("test_dtype", "test_half_precision")
import math


def scale_scores(scores, d_k):
    return scores.float() / math.sqrt(d_k)
