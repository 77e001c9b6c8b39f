"""Gradients pile up.

You never clear the gradients, so each step also contains those of all batches before. optimizer.zero_grad() comes
before backward().
"""

# exercise: train_epoch
FAILS = ("test_no_old_gradients", "test_agrees_with_torch", "test_stale_gradients")
HEADLINE = True
from torch.nn import functional as F


def train_epoch(model, batches, optimizer):
    model.train()
    total, examples = 0.0, 0
    for ids, keep, labels in batches:
        loss = F.cross_entropy(model(ids, keep), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        examples += len(labels)
    return total / examples
