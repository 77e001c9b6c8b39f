"""The mask is the wrong way round.

Yours is True on the padding. In this course True means: a real token, may be attended to. (`key_padding_mask` of
torch.nn.MultiheadAttention is the other way round; perhaps you had that in mind.)
"""

# exercise: pad_batch
FAILS = ("test_mask", "test_agrees_with_torch")
import torch


def pad_batch(sequences, pad_id=0):
    longest = max(map(len, sequences))
    ids = torch.tensor([[*row, *[pad_id] * (longest - len(row))] for row in sequences], dtype=torch.int64)
    mask = torch.tensor([[place >= len(row) for place in range(longest)] for row in sequences])
    return ids, mask
