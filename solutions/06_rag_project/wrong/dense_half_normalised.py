"""Only the question is brought to length 1.

The passages' vectors differ in length as well. Divide each dot product by both lengths.
"""

# exercise: dense_ranking
FAILS = ("test_plane", "test_pairs", "test_agrees_with_scikit_learn")
import numpy as np


def dense_ranking(query_vector, vectors, ids, k):
    lengths = np.linalg.norm(query_vector) * np.ones(len(vectors))
    cosines = (vectors @ query_vector) / np.where(lengths == 0, 1, lengths)
    pairs = sorted(zip(ids, cosines.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
    return pairs[:k]
