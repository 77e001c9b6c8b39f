"""Dropout in evaluation mode.

`F.dropout(x, p)` drops always, unless it is told the mode. Two calls of a finished model should agree.
"""

# exercise: DecoderBlock
FAILS = ("test_no_dropout_in_evaluation",)
from torch.nn import functional as F


class DecoderBlock(DecoderBlock):
    def forward(self, y, memory, keep_self=None, keep_memory=None):
        mixed, _ = self.self_attention(y, y, y, keep_self)
        y = self.norm1(y + self.dropout(mixed))
        gathered, weights = self.cross_attention(y, memory, memory, keep_memory)
        y = self.norm2(y + F.dropout(gathered, self.dropout.p))
        return self.norm3(y + self.dropout(self.feed_forward(y))), weights
