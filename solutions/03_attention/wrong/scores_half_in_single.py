"""Half precision is left behind.

Raising float16 to float32 for a product is no mistake, many programs do it; but the result should have the dtype of what came in, or a
model in half precision meets float32 in the next layer. Bring it back: `.to(q.dtype)`.
"""

# exercise: similarity_scores
FAILS = ("test_half_precision",)
EDGE = True
import torch


def similarity_scores(q, k):
    if q.dtype in (torch.float16, torch.bfloat16):
        q, k = q.float(), k.float()
    return q @ k.transpose(-2, -1)
