"""Cut to the shortest sentence.

The matrix is as wide as the *shortest* sentence, so words are lost. Padding exists so that none has to be.
"""

# exercise: pad_batch
FAILS = ("test_ids", "test_agrees_with_torch")
import torch


def pad_batch(sequences, pad_id=0):
    shortest = min(map(len, sequences))
    ids = torch.tensor([row[:shortest] for row in sequences], dtype=torch.int64)
    return ids, torch.ones(ids.shape, dtype=torch.bool)
