"""The sign is lost.

A cosine of -1 means the opposite direction. You take the absolute value, and the opposite comes first.
"""

# exercise: dense_ranking
FAILS = ("test_agrees_with_scikit_learn", "test_zeros")
import numpy as np


def dense_ranking(query_vector, vectors, ids, k):
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(query_vector)
    cosines = np.abs(vectors @ query_vector) / np.where(lengths == 0, 1, lengths)
    pairs = sorted(zip(ids, cosines.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
    return pairs[:k]
