"""A batch of one is squeezed out.

With one sentence in the batch, your output has two axes instead of three. The next block needs all three.
"""

# exercise: EncoderBlock
EDGE = True
FAILS = ("test_batch_of_one",)


class EncoderBlock(EncoderBlock):
    def forward(self, x, keep=None):
        output, weights = super().forward(x, keep)
        return output.squeeze(0), weights
