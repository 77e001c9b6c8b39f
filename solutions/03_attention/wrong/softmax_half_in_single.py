"""Half precision is left behind.

To compute a softmax in float32 where the scores are float16 is wise. But the weights should go back into the dtype of the scores:
`.to(scores.dtype)` at the end.
"""

# exercise: softmax
FAILS = ("test_half_precision",)
EDGE = True
import torch


def softmax(scores, dim=-1):
    if scores.dtype in (torch.float16, torch.bfloat16):
        scores = scores.float()
    powers = torch.exp(scores - scores.amax(dim=dim, keepdim=True))
    return powers / powers.sum(dim=dim, keepdim=True)
