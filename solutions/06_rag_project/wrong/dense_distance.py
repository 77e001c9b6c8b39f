"""Euclidean distance.

Near is not the same as in the same direction: a long vector is far from every short one. Compare angles.
"""

# exercise: dense_ranking
FAILS = ("test_plane", "test_pairs", "test_agrees_with_scikit_learn")
import numpy as np


def dense_ranking(query_vector, vectors, ids, k):
    cosines = 1 / (1 + np.linalg.norm(vectors - query_vector, axis=1))
    pairs = sorted(zip(ids, cosines.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
    return pairs[:k]
