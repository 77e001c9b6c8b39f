"""Plain gradient descent in place of Adam.

Adam divides each gradient by its own size, so that all weights move at a like pace. SGD with the same learning rate
goes elsewhere, and here much more slowly.
"""

# exercise: train_head
FAILS = ("test_weights",)
import torch


def train_head(head, x, target, keep=None, steps=200, lr=0.05):
    optimizer = torch.optim.SGD(head.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        output, _ = head(x, keep)
        loss = (output - target).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
