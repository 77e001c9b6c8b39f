"""The numbers of the positions are saved as if they were weights.

Your `state_dict()` holds a tensor of the numbers 0, 1, 2, …; no checkpoint has to have one, and loading asks for it. Count them
in `forward`, or register the buffer with `persistent=False`.
"""

# exercise: BertEmbeddings
FAILS = ("test_names",)
import torch
from torch import nn


class BertEmbeddings(nn.Module):
    def __init__(self, vocab_size, max_len, n_segments, d_model, norm, dropout=0.1):
        super().__init__()
        self.token = nn.Embedding(vocab_size, d_model)
        self.position = nn.Embedding(max_len, d_model)
        self.segment = nn.Embedding(n_segments, d_model)
        self.norm = norm
        self.dropout = nn.Dropout(dropout)
        self.register_buffer("position_ids", torch.arange(max_len))

    def forward(self, ids, segments=None):
        if segments is None:
            segments = torch.zeros_like(ids)
        positions = self.position_ids[: ids.shape[1]]
        return self.dropout(self.norm(self.token(ids) + self.position(positions) + self.segment(segments)))
