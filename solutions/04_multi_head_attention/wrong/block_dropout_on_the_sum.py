"""Dropout on the sum.

You drop numbers of the sum, so the way around loses some as well. Dropout falls on what the step made, *before* it
is added (Vaswani et al. 2017, §5.4).
"""

# exercise: EncoderBlock
FAILS = ("test_what_is_dropped",)


class EncoderBlock(EncoderBlock):
    def forward(self, x, keep=None):
        mixed, weights = self.attention(x, x, x, keep)
        x = self.norm1(self.dropout(x + mixed))
        return self.norm2(self.dropout(x + self.feed_forward(x))), weights
