"""No way around.

What goes into a step is lost: you normalize the step's result alone. The residual connection adds the input back, x
+ f(x), so that a block only has to learn what to change.
"""

# exercise: EncoderBlock
FAILS = ("test_agrees_with_torch", "test_agrees_with_a_published_model")


class EncoderBlock(EncoderBlock):
    def forward(self, x, keep=None):
        mixed, weights = self.attention(x, x, x, keep)
        x = self.norm1(self.dropout(mixed))
        return self.norm2(self.dropout(self.feed_forward(x))), weights
