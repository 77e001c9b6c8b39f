"""The dot product.

Long vectors win, whatever their direction. Divide by both lengths: that is the cosine.
"""

# exercise: dense_ranking
FAILS = ("test_plane", "test_pairs", "test_agrees_with_scikit_learn")
HEADLINE = True


def dense_ranking(query_vector, vectors, ids, k):
    cosines = vectors @ query_vector
    pairs = sorted(zip(ids, cosines.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
    return pairs[:k]
