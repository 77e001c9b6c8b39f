"""The gradients of all steps add up.

`loss.backward()` adds to the gradients that are there. Without `optimizer.zero_grad()` each step goes where all steps
before it wanted to go as well, like a ball that rolls past the bottom of the valley.
"""

# exercise: train_head
FAILS = ("test_weights",)
HEADLINE = True
import torch


def train_head(head, x, target, keep=None, steps=200, lr=0.05):
    optimizer = torch.optim.Adam(head.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        output, _ = head(x, keep)
        loss = (output - target).square().mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
