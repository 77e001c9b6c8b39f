"""No way around cross-attention.

After the second step only what was gathered from the source is left: the target's own vectors are lost. All three
steps have a residual.
"""

# exercise: DecoderBlock
FAILS = ("test_agrees_with_torch",)


class DecoderBlock(DecoderBlock):
    def forward(self, y, memory, keep_self=None, keep_memory=None):
        mixed, _ = self.self_attention(y, y, y, keep_self)
        y = self.norm1(y + self.dropout(mixed))
        gathered, weights = self.cross_attention(y, memory, memory, keep_memory)
        y = self.norm2(self.dropout(gathered))
        return self.norm3(y + self.dropout(self.feed_forward(y))), weights
