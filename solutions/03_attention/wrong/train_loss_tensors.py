"""Tensors in place of numbers.

`loss` carries the whole computation that led to it. Keep `loss.item()`, the plain number, or memory grows step by step.
"""

# exercise: train_head
FAILS = ("test_losses_are_a_list",)
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
        losses.append(loss.detach())
    return losses
