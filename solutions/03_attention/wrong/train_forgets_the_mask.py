"""The mask is not handed on.

The head takes (x, keep). Without the mask it learns to look where it may not look.
"""

# exercise: train_head
FAILS = ("test_mask",)
import torch


def train_head(head, x, target, keep=None, steps=200, lr=0.05):
    optimizer = torch.optim.Adam(head.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        output, _ = head(x)
        loss = (output - target).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
