"""No backward.

Without loss.backward() there are no gradients, and the optimizer has nothing to step along. The loss is computed and
nothing is learned.
"""

# exercise: train_epoch
from torch.nn import functional as F


def train_epoch(model, batches, optimizer):
    model.train()
    total, examples = 0.0, 0
    for ids, keep, labels in batches:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(ids, keep), labels)
        optimizer.step()
        total += loss.item() * len(labels)
        examples += len(labels)
    return total / examples
