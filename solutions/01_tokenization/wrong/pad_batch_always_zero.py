"""pad_id is ignored.

You fill up with 0 whatever `pad_id` says. Not every model's padding is 0.
"""

# exercise: pad_batch
FAILS = ("test_another_padding",)
import torch


def pad_batch(sequences, pad_id=0):
    ids = torch.zeros(len(sequences), max(map(len, sequences)), dtype=torch.int64)
    mask = torch.zeros(ids.shape, dtype=torch.bool)
    for row, sequence in enumerate(sequences):
        ids[row, : len(sequence)] = torch.tensor(sequence, dtype=torch.int64)
        mask[row, : len(sequence)] = True
    return ids, mask
