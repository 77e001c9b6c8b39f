"""The weights never move.

The gradients are computed, and no step uses them. `optimizer.step()` is what changes the weights, and it goes by the
gradients that are there: it stands behind `backward()`, with no `zero_grad()` between the two.
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
