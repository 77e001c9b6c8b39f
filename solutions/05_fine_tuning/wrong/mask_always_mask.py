"""Every chosen token becomes [MASK].

The paper replaces 80 % of the chosen tokens with [MASK], 10 % with a random token, and leaves 10 % as they are. In
fine-tuning there is no [MASK]; a model that has only ever been asked about [MASK] has learned nothing about ordinary
tokens.
"""

# exercise: mask_tokens
FAILS = ("test_mostly_mask", "test_eight_to_one", "test_one_in_ten_stays")
import torch


def mask_tokens(ids, special_ids, mask_id, vocab_size, seed, probability=0.15):
    generator = torch.Generator().manual_seed(seed)
    special = torch.isin(ids, torch.tensor(special_ids, dtype=ids.dtype))
    chosen = (torch.rand(ids.shape, generator=generator) < probability) & ~special
    fate = torch.rand(ids.shape, generator=generator)
    drawn = torch.randint(vocab_size, ids.shape, generator=generator)
    inputs = torch.where(chosen, torch.full_like(ids, mask_id), ids)
    inputs = torch.where(chosen & (fate >= 2.0), drawn, inputs)
    return inputs, ids.masked_fill(~chosen, -100)
