"""The mask is ids != 0.

That has two holes: a real token may have id 0, and the padding need not be 0. Make the mask from the lengths of the
sentences.
"""

# exercise: pad_batch
FAILS = ("test_a_real_token_with_the_id_of_the_padding", "test_agrees_with_torch")
HEADLINE = True
import torch


def pad_batch(sequences, pad_id=0):
    longest = max(map(len, sequences))
    ids = torch.tensor([[*row, *[pad_id] * (longest - len(row))] for row in sequences], dtype=torch.int64)
    return ids, ids != 0
