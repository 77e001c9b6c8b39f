"""Every token is asked for.

Your labels hold all tokens, not only the chosen ones. Then 85 % of the loss is about tokens that the model can see,
and it learns to copy. Outside of the chosen places the label is -100.
"""

# exercise: mask_tokens
FAILS = ("test_most_is_not_asked", "test_special_tokens_are_not_asked", "test_one_in_ten_stays")
import torch


def mask_tokens(ids, special_ids, mask_id, vocab_size, seed, probability=0.15):
    generator = torch.Generator().manual_seed(seed)
    special = torch.isin(ids, torch.tensor(special_ids, dtype=ids.dtype))
    chosen = (torch.rand(ids.shape, generator=generator) < probability) & ~special
    fate = torch.rand(ids.shape, generator=generator)
    drawn = torch.randint(vocab_size, ids.shape, generator=generator)
    inputs = torch.where(chosen & (fate < 0.8), torch.full_like(ids, mask_id), ids)
    inputs = torch.where(chosen & (fate >= 0.9), drawn, inputs)
    return inputs, ids.clone()
