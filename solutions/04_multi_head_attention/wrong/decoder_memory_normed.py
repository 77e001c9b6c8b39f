"""The memory is normalized again.

You put norm1 over the memory. It comes out of the encoder finished, and is asked as it is.
"""

# exercise: DecoderBlock
FAILS = ("test_agrees_with_torch",)


class DecoderBlock(DecoderBlock):
    def forward(self, y, memory, keep_self=None, keep_memory=None):
        return super().forward(y, self.norm1(memory), keep_self, keep_memory)
