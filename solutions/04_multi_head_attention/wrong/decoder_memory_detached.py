"""The encoder is cut off from training.

The memory is finished, and the decoder does not change it; but the encoder that made it learns through the decoder's loss. With
`memory.detach()` it never would.
"""

# exercise: DecoderBlock
FAILS = ("test_gradients",)
EDGE = True


class DecoderBlock(DecoderBlock):
    def forward(self, y, memory, keep_self=None, keep_memory=None):
        memory = memory.detach()
        mixed, _ = self.self_attention(y, y, y, keep_self)
        y = self.norm1(y + self.dropout(mixed))
        gathered, weights = self.cross_attention(y, memory, memory, keep_memory)
        y = self.norm2(y + self.dropout(gathered))
        return self.norm3(y + self.dropout(self.feed_forward(y))), weights
