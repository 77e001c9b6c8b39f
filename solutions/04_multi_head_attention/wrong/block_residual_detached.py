"""The way around is cut off from training.

The residual is there for the gradient's sake: it reaches the lowest block without passing through any layer. With `x.detach()` it comes
back through attention alone. Add x itself.
"""

# exercise: EncoderBlock
FAILS = ("test_gradients",)
EDGE = True


class EncoderBlock(EncoderBlock):
    def forward(self, x, keep=None):
        mixed, weights = self.attention(x, x, x, keep)
        x = self.norm1(x.detach() + self.dropout(mixed))
        x = self.norm2(x + self.dropout(self.feed_forward(x)))
        return x, weights
