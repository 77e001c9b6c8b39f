"""Equal cosines stay in the order of the rows.

Two copies of a passage have the same cosine. The one with the smaller id comes first, wherever its row is.
"""

# exercise: dense_ranking
FAILS = ("test_ties",)
import numpy as np


def dense_ranking(query_vector, vectors, ids, k):
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(query_vector)
    cosines = (vectors @ query_vector) / np.where(lengths == 0, 1, lengths)
    pairs = sorted(zip(ids, cosines.tolist(), strict=True), key=lambda pair: -pair[1])
    return pairs[:k]
