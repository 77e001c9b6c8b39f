"""Random numbers from the common generator.

Your function draws from PyTorch's common random generator, so the result depends on everything that was drawn before,
and not on seed. Make a generator of your own: torch.Generator().manual_seed(seed).
"""

# exercise: mask_tokens
FAILS = ("test_seed",)
import torch


def mask_tokens(ids, special_ids, mask_id, vocab_size, seed, probability=0.15):
    special = torch.isin(ids, torch.tensor(special_ids, dtype=ids.dtype))
    chosen = (torch.rand(ids.shape) < probability) & ~special
    fate = torch.rand(ids.shape)
    drawn = torch.randint(vocab_size, ids.shape)
    inputs = torch.where(chosen & (fate < 0.8), torch.full_like(ids, mask_id), ids)
    inputs = torch.where(chosen & (fate >= 0.9), drawn, inputs)
    return inputs, ids.masked_fill(~chosen, -100)
