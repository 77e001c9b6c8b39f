"""The weights are averaged over the heads.

The second result is one table for all heads. Hand on what attention gave you, one table for each head.
"""

# exercise: EncoderBlock
FAILS = ("test_shapes", "test_weights")


class EncoderBlock(EncoderBlock):
    def forward(self, x, keep=None):
        output, weights = super().forward(x, keep)
        return output, weights.mean(1)
