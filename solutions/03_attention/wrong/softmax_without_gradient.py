"""The gradient is lost on the way.

Your numbers are right, and training would not move: `detach`, `.data`, `.numpy()` or `no_grad` cuts the way back. Work
with the tensor itself; PyTorch writes down what you do with it.
"""

# exercise: softmax
FAILS = ("test_gradients",)
import torch


def softmax(scores, dim=-1):
    with torch.no_grad():
        powers = torch.exp(scores - scores.amax(dim=dim, keepdim=True))
        return powers / powers.sum(dim=dim, keepdim=True)
