"""The whole tensor turned round, the batch too.

`k.T` reverses the order of *all* dimensions. For one sentence that is the same; in a batch, the batch ends up at the
back. Turn only the last two.
"""

# exercise: similarity_scores
FAILS = ("test_batch", "test_batch_and_heads")
HEADLINE = True


def similarity_scores(q, k):
    return q @ k.permute(*reversed(range(k.ndim)))
