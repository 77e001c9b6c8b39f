"""0/0 becomes NaN.

A text without a known token has a vector of zeros. Its cosine counts 0 here; NaN sorts to a place that nobody can
foresee.
"""

# exercise: dense_ranking
FAILS = ("test_zeros",)
import numpy as np


def dense_ranking(query_vector, vectors, ids, k):
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(query_vector)
    with np.errstate(invalid="ignore"):
        cosines = (vectors @ query_vector) / lengths
    pairs = sorted(zip(ids, cosines.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
    return pairs[:k]
