"""Dimensions of size 1 are squeezed out.

`squeeze` also removes a batch of one and a single query. Whoever gets the result then takes queries for sentences.
"""

# exercise: similarity_scores
FAILS = ("test_batch_of_one",)
EDGE = True


def similarity_scores(q, k):
    return (q @ k.transpose(-2, -1)).squeeze()
