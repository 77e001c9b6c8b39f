"""The sum of the squares in place of their mean.

The loss then grows with the number of sentences. (Adam hardly notices, because it divides by the gradient's size.)
"""

# exercise: train_head
FAILS = ("test_first_loss",)
import torch


def train_head(head, x, target, keep=None, steps=200, lr=0.05):
    optimizer = torch.optim.Adam(head.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        output, _ = head(x, keep)
        loss = (output - target).square().sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
