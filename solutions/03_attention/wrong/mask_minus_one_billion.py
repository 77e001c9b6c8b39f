"""-1e9 in place of -inf.

Much code has -1e9 here, and it works while a row has an open place. In a row that is closed everywhere, all scores
are equal, and softmax spreads 100 % over what may not be seen. With -inf, you notice the row and can answer with
zeros.
"""

# exercise: apply_mask
FAILS = ("test_closed_score", "test_closed_scores")


def apply_mask(scores, keep):
    return scores if keep is None else scores.masked_fill(~keep, -1e9)
