"""The batch itself is masked.

You wrote [MASK] into the ids that you were given. In the next epoch the tokens are gone, and the labels as well. Work
on a copy.
"""

# exercise: mask_tokens
FAILS = ("test_ids_are_left_alone",)
import torch


def mask_tokens(ids, special_ids, mask_id, vocab_size, seed, probability=0.15):
    generator = torch.Generator().manual_seed(seed)
    special = torch.isin(ids, torch.tensor(special_ids, dtype=ids.dtype))
    chosen = (torch.rand(ids.shape, generator=generator) < probability) & ~special
    fate = torch.rand(ids.shape, generator=generator)
    drawn = torch.randint(vocab_size, ids.shape, generator=generator)
    inputs = torch.where(chosen & (fate < 0.8), torch.full_like(ids, mask_id), ids)
    inputs = torch.where(chosen & (fate >= 0.9), drawn, inputs)
    labels = ids.masked_fill(~chosen, -100)
    ids.copy_(inputs)
    return inputs, labels
