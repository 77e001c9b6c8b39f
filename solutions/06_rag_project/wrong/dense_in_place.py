"""The vectors are normalised in place.

After the first question, the given vectors have length 1. Whoever needs them as they were has lost them. Work on a
copy.
"""

# exercise: dense_ranking
FAILS = ("test_left_alone",)
import numpy as np


def dense_ranking(query_vector, vectors, ids, k):
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(query_vector)
    cosines = (vectors @ query_vector) / np.where(lengths == 0, 1, lengths)
    pairs = sorted(zip(ids, cosines.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
    return pairs[:k]
