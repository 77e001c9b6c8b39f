"""Ids are floats, the mask is numbers.

`torch.zeros` makes float32. Ids are whole numbers, and an embedding looks up rows by whole numbers only; a mask is
True or False. Give a dtype.
"""

# exercise: pad_batch
FAILS = ("test_types",)
import torch


def pad_batch(sequences, pad_id=PAD):
    longest = max(len(sequence) for sequence in sequences)
    ids = torch.zeros(len(sequences), longest) + pad_id
    mask = torch.zeros(len(sequences), longest)
    for number, sequence in enumerate(sequences):
        ids[number, : len(sequence)] = torch.tensor(sequence)
        mask[number, : len(sequence)] = 1
    return ids, mask
