"""Not scaled.

The scores come back as they were. With a width of 512 they are about 23 times too large for softmax to share anything
out.
"""
# exercise: scale_scores


def scale_scores(scores, d_k):
    return scores + 0.0
