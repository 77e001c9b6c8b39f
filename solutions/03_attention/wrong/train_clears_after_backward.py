"""The gradients are cleared before they are used.

`zero_grad()` stands between `backward()` and `step()`, so the step has no gradient and nothing is learned. Clear the old
ones before `backward()`.
"""

# exercise: train_head
FAILS = ("test_weights",)
import torch


def train_head(head, x, target, keep=None, steps=200, lr=0.05):
    optimizer = torch.optim.Adam(head.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        output, _ = head(x, keep)
        loss = (output - target).square().mean()
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        losses.append(loss.item())
    return losses
