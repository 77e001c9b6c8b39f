"""The smallest cosine first.

argsort and sorted begin with the smallest. The best passage comes first.
"""

# exercise: dense_ranking
FAILS = ("test_plane", "test_pairs", "test_agrees_with_scikit_learn")
import numpy as np


def dense_ranking(query_vector, vectors, ids, k):
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(query_vector)
    cosines = (vectors @ query_vector) / np.where(lengths == 0, 1, lengths)
    pairs = sorted(zip(ids, cosines.tolist(), strict=True), key=lambda pair: (pair[1], pair[0]))
    return pairs[:k]
