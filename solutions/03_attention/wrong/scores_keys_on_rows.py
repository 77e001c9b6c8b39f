"""Keys on the rows.

Your table has one row for each key and one column for each query: it is KQᵀ. Queries ask, and they stand on the rows;
which factor comes first?
"""

# exercise: similarity_scores
FAILS = ("test_shape", "test_rows_ask")


def similarity_scores(q, k):
    return k @ q.transpose(-2, -1)
