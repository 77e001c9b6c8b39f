"""An empty sentence turns the batch to floats.

`torch.tensor([])` has no number to tell its dtype from, so it is float32, and so is everything joined to it. Name the
dtype: `torch.tensor(sequence, dtype=torch.int64)`.
"""

# exercise: pad_batch
FAILS = ("test_types",)
import torch


def pad_batch(sequences, pad_id=PAD):
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    longest = int(lengths.max())
    rows = [
        torch.cat([torch.tensor(sequence), torch.full((longest - len(sequence),), pad_id)]) for sequence in sequences
    ]
    return torch.stack(rows), torch.arange(longest) < lengths[:, None]
