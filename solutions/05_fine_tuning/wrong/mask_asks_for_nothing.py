"""Nothing is asked for.

All your labels are -100, so the loss has nothing to be taken over, and the model learns nothing. At the chosen places the label is the
original token; -100 belongs to all others.
"""

# exercise: mask_tokens
FAILS = ("test_labels", "test_labels_of_what_changed", "test_one_in_ten_stays")
import torch


def mask_tokens(ids, special_ids, mask_id, vocab_size, seed, probability=0.15):
    generator = torch.Generator().manual_seed(seed)
    special = torch.isin(ids, torch.tensor(special_ids, dtype=ids.dtype))
    chosen = (torch.rand(ids.shape, generator=generator) < probability) & ~special
    fate = torch.rand(ids.shape, generator=generator)
    drawn = torch.randint(vocab_size, ids.shape, generator=generator)
    inputs = torch.where(chosen & (fate < 0.8), torch.full_like(ids, mask_id), ids)
    inputs = torch.where(chosen & (fate >= 0.9), drawn, inputs)
    return inputs, torch.full_like(ids, -100)
