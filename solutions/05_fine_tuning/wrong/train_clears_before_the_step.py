"""Gradients cleared between backward and step.

You clear the gradients after computing them and before the step, so the step does nothing. The order is: clear,
backward, step.
"""

# exercise: train_epoch
from torch.nn import functional as F


def train_epoch(model, batches, optimizer):
    model.train()
    total, examples = 0.0, 0
    for ids, keep, labels in batches:
        loss = F.cross_entropy(model(ids, keep), labels)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        total += loss.item() * len(labels)
        examples += len(labels)
    return total / examples
