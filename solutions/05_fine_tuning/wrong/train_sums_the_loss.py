"""The sum of the losses, not their mean.

You go down the sum over the batch, so a step is as many times larger as the batch is, and the learning rate means
something else for each batch size.
"""

# exercise: train_epoch
FAILS = ("test_agrees_with_torch",)
from torch.nn import functional as F


def train_epoch(model, batches, optimizer):
    model.train()
    total, examples = 0.0, 0
    for ids, keep, labels in batches:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(ids, keep), labels)
        (loss * len(labels)).backward()
        optimizer.step()
        total += loss.item() * len(labels)
        examples += len(labels)
    return total / examples
