"""The optimizer never steps.

You compute the gradients and nothing moves: `optimizer.step()` is what changes the weights.
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
        optimizer.zero_grad()
        loss.backward()
        losses.append(loss.item())
    return losses
