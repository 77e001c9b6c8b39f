"""Special tokens are chosen too.

[CLS], [SEP] and padding are no words; there is nothing to learn from guessing them, and a text without its [CLS] has
no place for the answer. Leave every id of special_ids out of the choice.
"""

# exercise: mask_tokens
FAILS = ("test_special_tokens", "test_special_tokens_are_not_asked")
HEADLINE = True
import torch


def mask_tokens(ids, special_ids, mask_id, vocab_size, seed, probability=0.15):
    generator = torch.Generator().manual_seed(seed)
    torch.isin(ids, torch.tensor(special_ids, dtype=ids.dtype))
    chosen = torch.rand(ids.shape, generator=generator) < probability
    fate = torch.rand(ids.shape, generator=generator)
    drawn = torch.randint(vocab_size, ids.shape, generator=generator)
    inputs = torch.where(chosen & (fate < 0.8), torch.full_like(ids, mask_id), ids)
    inputs = torch.where(chosen & (fate >= 0.9), drawn, inputs)
    return inputs, ids.masked_fill(~chosen, -100)
