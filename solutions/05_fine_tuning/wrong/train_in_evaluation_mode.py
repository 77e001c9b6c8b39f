"""Training without training mode.

If somebody has evaluated before, the model is still in evaluation mode and trains without dropout. model.train() at
the start.
"""

# exercise: train_epoch
FAILS = ("test_mode_and_type", "test_dropout_is_on")
from torch.nn import functional as F


def train_epoch(model, batches, optimizer):
    total, examples = 0.0, 0
    for ids, keep, labels in batches:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(ids, keep), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        examples += len(labels)
    return total / examples
