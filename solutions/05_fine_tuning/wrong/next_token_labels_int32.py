"""Labels of another type.

Your labels are int32. F.cross_entropy takes class numbers as int64 only, and the docstring says so.
"""

# exercise: next_token_targets
FAILS = ("test_dtype",)
EDGE = True
import torch


def next_token_targets(ids, pad_id):
    labels = ids[:, 1:].to(torch.int32)
    return ids[:, :-1], labels.masked_fill(labels == pad_id, -100)
