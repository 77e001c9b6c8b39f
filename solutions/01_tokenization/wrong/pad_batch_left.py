"""Padding at the front.

You fill up on the left. Some generators want that, but here sentences begin in column 0, and position 0 (assignment
2) should be the position of SOS.
"""

# exercise: pad_batch
FAILS = ("test_ids", "test_agrees_with_torch")
import torch


def pad_batch(sequences, pad_id=0):
    longest = max(map(len, sequences))
    ids = torch.tensor([[*[pad_id] * (longest - len(row)), *row] for row in sequences], dtype=torch.int64)
    mask = torch.tensor([[place >= longest - len(row) for place in range(longest)] for row in sequences])
    return ids, mask
