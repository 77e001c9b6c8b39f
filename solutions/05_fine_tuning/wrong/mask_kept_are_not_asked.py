"""Kept tokens are not asked for.

You set a label only where the token has changed. But the 10 % that stay as they are belong to the chosen ones: the
model must answer there too, because it cannot know which tokens are right.
"""

# exercise: mask_tokens
FAILS = ("test_one_in_ten_stays",)
HEADLINE = True
import torch


def mask_tokens(ids, special_ids, mask_id, vocab_size, seed, probability=0.15):
    generator = torch.Generator().manual_seed(seed)
    special = torch.isin(ids, torch.tensor(special_ids, dtype=ids.dtype))
    chosen = (torch.rand(ids.shape, generator=generator) < probability) & ~special
    fate = torch.rand(ids.shape, generator=generator)
    drawn = torch.randint(vocab_size, ids.shape, generator=generator)
    inputs = torch.where(chosen & (fate < 0.8), torch.full_like(ids, mask_id), ids)
    inputs = torch.where(chosen & (fate >= 0.9), drawn, inputs)
    return inputs, ids.masked_fill(inputs == ids, -100)
