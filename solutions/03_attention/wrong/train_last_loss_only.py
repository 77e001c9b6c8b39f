"""Only the last loss comes back.

One number does not show whether training still moves. Collect the loss of every step.
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
        losses.append(loss.item())
    return losses[-1]
