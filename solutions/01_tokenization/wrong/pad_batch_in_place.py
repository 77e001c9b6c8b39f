"""The caller's lists are lengthened.

You append the padding to the lists that you were given. The caller still needs the sentences as they were, without
padding; and a second call would take the padding for real tokens. Make new rows.
"""

# exercise: pad_batch
FAILS = ("test_inputs_are_left_alone",)
import torch


def pad_batch(sequences, pad_id=0):
    lengths = [len(row) for row in sequences]
    for row in sequences:
        row += [pad_id] * (max(lengths) - len(row))
    mask = torch.tensor([[place < length for place in range(max(lengths))] for length in lengths])
    return torch.tensor(sequences, dtype=torch.int64), mask
