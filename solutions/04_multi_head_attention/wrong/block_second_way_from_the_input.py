"""The second way around starts too early.

Around the feed-forward network you add the block's own input. What should be added is what went into the *network*:
the result of the first step.
"""

# exercise: EncoderBlock
FAILS = ("test_agrees_with_torch", "test_agrees_with_a_published_model")


class EncoderBlock(EncoderBlock):
    def forward(self, x, keep=None):
        mixed, weights = self.attention(x, x, x, keep)
        y = self.norm1(x + self.dropout(mixed))
        return self.norm2(x + self.dropout(self.feed_forward(y))), weights
