"""Random tokens are drawn from the ordinary ones only.

You draw random tokens between the special ids and the end of the vocabulary. The docstring asks for all of it: BERT's
random tokens are drawn evenly from 0 to vocab_size - 1.
"""

# exercise: mask_tokens
FAILS = ("test_random_tokens",)
import torch


def mask_tokens(ids, special_ids, mask_id, vocab_size, seed, probability=0.15):
    generator = torch.Generator().manual_seed(seed)
    special = torch.isin(ids, torch.tensor(special_ids))
    chosen = (torch.rand(ids.shape, generator=generator) < probability) & ~special
    fate = torch.rand(ids.shape, generator=generator)
    drawn = torch.randint(max(special_ids) + 1, vocab_size, ids.shape, generator=generator)
    inputs = torch.where(chosen & (fate < 0.8), torch.full_like(ids, mask_id), ids)
    inputs = torch.where(chosen & (fate >= 0.9), drawn, inputs)
    return inputs, ids.masked_fill(~chosen, -100)
