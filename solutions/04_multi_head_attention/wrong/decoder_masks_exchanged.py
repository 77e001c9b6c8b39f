"""The masks are exchanged.

keep_self has a row and a column for each target token: it is for the self-attention. keep_memory says which source
tokens are real: it is for the cross-attention.
"""

# exercise: DecoderBlock
HEADLINE = True
FAILS = ("test_the_future_is_hidden", "test_hidden_memory")


class DecoderBlock(DecoderBlock):
    def forward(self, y, memory, keep_self=None, keep_memory=None):
        return super().forward(y, memory, keep_memory, keep_self)
