"""Dimensions of size 1 are squeezed out.

`squeeze` also removes a batch of one. The shapes should be those of the docstring, whatever the sizes.
"""

# exercise: MultiHeadAttention
EDGE = True
FAILS = ("test_batch_of_one",)


class MultiHeadAttention(MultiHeadAttention):
    def forward(self, query, key, value, keep=None):
        output, weights = super().forward(query, key, value, keep)
        return output.squeeze(), weights
