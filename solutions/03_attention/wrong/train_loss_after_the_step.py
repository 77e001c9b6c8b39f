"""The loss is noted after the step.

The first number should say how bad the untrained head is. You note what the loss is after the step.
"""

# exercise: train_head
FAILS = ("test_first_loss",)
import torch


def train_head(head, x, target, keep=None, steps=200, lr=0.05):
    optimizer = torch.optim.Adam(head.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        output, _ = head(x, keep)
        loss = (output - target).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append((head(x, keep)[0] - target).square().mean().item())
    return losses
