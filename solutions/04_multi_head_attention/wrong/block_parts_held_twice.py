"""The norms are held twice.

A helper module of yours holds a norm that the block holds too, so `state_dict()` has its weights under two names, and a
checkpoint lacks the second one. Let the block hold each part once, and write residual and norm where they are used.
"""

# exercise: EncoderBlock
FAILS = ("test_names",)
from torch import nn


class AddNorm(nn.Module):
    def __init__(self, norm, dropout):
        super().__init__()
        self.norm = norm
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, new):
        return self.norm(x + self.dropout(new))


class EncoderBlock(nn.Module):
    def __init__(self, attention, norm1, feed_forward, norm2, dropout=0.1):
        super().__init__()
        self.attention, self.norm1, self.feed_forward, self.norm2 = attention, norm1, feed_forward, norm2
        self.after_attention = AddNorm(norm1, dropout)
        self.after_feed_forward = AddNorm(norm2, dropout)

    def forward(self, x, keep=None):
        mixed, weights = self.attention(x, x, x, keep)
        x = self.after_attention(x, mixed)
        return self.after_feed_forward(x, self.feed_forward(x)), weights
