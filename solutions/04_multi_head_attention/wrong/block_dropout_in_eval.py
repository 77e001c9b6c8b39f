"""Dropout in evaluation mode.

`F.dropout(x, p)` drops always: it does not know that your module is in evaluation mode unless you tell it. Two
calls of a finished model should agree. Who does know the mode?
"""

# exercise: EncoderBlock
FAILS = ("test_no_dropout_in_evaluation",)
from torch.nn import functional as F


class EncoderBlock(EncoderBlock):
    def forward(self, x, keep=None):
        mixed, weights = self.attention(x, x, x, keep)
        x = self.norm1(x + F.dropout(mixed, self.dropout.p))
        return self.norm2(x + F.dropout(self.feed_forward(x), self.dropout.p)), weights
