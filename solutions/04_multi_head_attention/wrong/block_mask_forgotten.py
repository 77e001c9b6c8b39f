"""The mask is not handed on.

`keep` comes into the block and stays there: attention never sees it, so padding is attended to.
"""

# exercise: EncoderBlock
HEADLINE = True
FAILS = ("test_mask",)


class EncoderBlock(EncoderBlock):
    def forward(self, x, keep=None):
        mixed, weights = self.attention(x, x, x)
        x = self.norm1(x + self.dropout(mixed))
        return self.norm2(x + self.dropout(self.feed_forward(x))), weights
