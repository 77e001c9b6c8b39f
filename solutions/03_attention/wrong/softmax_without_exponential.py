"""Divided by the sum, without the exponential.

You divide the scores by their sum. With negative scores, that gives negative percentages, and with a sum of 0 it
fails. First make them positive: e to the score.
"""

# exercise: softmax
FAILS = ("test_twenty_and_eighty", "test_values", "test_large_scores", "test_masked_scores")


def softmax(scores, dim=-1):
    return scores / scores.sum(dim=dim, keepdim=True)
