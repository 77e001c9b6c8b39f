"""The mask is turned round.

You hand ~keep to the attention. Its `keep` has the same meaning as yours, True where a query may attend, so it is
handed on as it is.
"""

# exercise: EncoderBlock
FAILS = ("test_mask",)


class EncoderBlock(EncoderBlock):
    def forward(self, x, keep=None):
        return super().forward(x, None if keep is None else ~keep)
