"""All rows are one and the same list.

`[[pad_id] * T] * B` makes B names of one list: whatever is written into a row is written into all of them. Make a new
list for each row, or a tensor.
"""

# exercise: pad_batch
FAILS = ("test_ids", "test_agrees_with_torch")
import torch


def pad_batch(sequences, pad_id=PAD):
    longest = max(len(sequence) for sequence in sequences)
    ids = [[pad_id] * longest] * len(sequences)
    mask = [[False] * longest for _ in sequences]
    for number, sequence in enumerate(sequences):
        for t, token in enumerate(sequence):
            ids[number][t] = token
            mask[number][t] = True
    return torch.tensor(ids, dtype=torch.int64), torch.tensor(mask, dtype=torch.bool)
