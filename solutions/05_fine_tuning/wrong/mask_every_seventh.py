"""A fixed number of tokens in each row.

You choose tokens at regular places, so a row always has the same number, and a model could count. Toss a coin for
each token, independently of the others.
"""

# exercise: mask_tokens
FAILS = ("test_share_of_chosen", "test_each_on_its_own")
import torch


def mask_tokens(ids, special_ids, mask_id, vocab_size, seed, probability=0.15):
    generator = torch.Generator().manual_seed(seed)
    special = torch.isin(ids, torch.tensor(special_ids, dtype=ids.dtype))
    chosen = (torch.arange(ids.shape[1]) % round(1 / probability) == seed % round(1 / probability)).expand(
        ids.shape
    ) & ~special
    fate = torch.rand(ids.shape, generator=generator)
    drawn = torch.randint(vocab_size, ids.shape, generator=generator)
    inputs = torch.where(chosen & (fate < 0.8), torch.full_like(ids, mask_id), ids)
    inputs = torch.where(chosen & (fate >= 0.9), drawn, inputs)
    return inputs, ids.masked_fill(~chosen, -100)
