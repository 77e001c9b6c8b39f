"""The residual is inside.

You add the query to the output. The way around attention belongs to the encoder block; added in both places it
counts twice.
"""

# exercise: MultiHeadAttention
FAILS = ("test_output_agrees_with_torch", "test_values", "test_a_query_that_sees_nothing")


class MultiHeadAttention(MultiHeadAttention):
    def forward(self, query, key, value, keep=None):
        output, weights = super().forward(query, key, value, keep)
        return query + output, weights
