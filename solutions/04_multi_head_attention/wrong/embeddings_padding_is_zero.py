"""Padding is set to zero.

Tokens with the id 0 get a zero vector. BERT gives them their own vector like all others; it is the attention mask
that hides them.
"""

# exercise: BertEmbeddings
FAILS = ("test_agrees_without_segments", "test_agrees_with_a_published_model")


class BertEmbeddings(BertEmbeddings):
    def forward(self, ids, segments=None):
        return super().forward(ids, segments) * (ids != 0)[..., None]
