"""The learning rate is not the one given.

You make the optimizer with a learning rate of your own, or with Adam's usual one. Hand `lr` on.
"""

# exercise: train_head
FAILS = ("test_weights", "test_rate_and_steps")
import torch


def train_head(head, x, target, keep=None, steps=200, lr=0.05):
    optimizer = torch.optim.Adam(head.parameters())
    losses = []
    for _ in range(steps):
        output, _ = head(x, keep)
        loss = (output - target).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
