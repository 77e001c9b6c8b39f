"""The source's padding is attended to.

keep_memory is not handed on, so the target gathers from padding as well.
"""

# exercise: DecoderBlock
FAILS = ("test_hidden_memory",)


class DecoderBlock(DecoderBlock):
    def forward(self, y, memory, keep_self=None, keep_memory=None):
        mixed, _ = self.self_attention(y, y, y, keep_self)
        y = self.norm1(y + self.dropout(mixed))
        gathered, weights = self.cross_attention(y, memory, memory)
        y = self.norm2(y + self.dropout(gathered))
        return self.norm3(y + self.dropout(self.feed_forward(y))), weights
