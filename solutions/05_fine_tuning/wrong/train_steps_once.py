"""One step for the whole epoch.

You add up the gradients of all batches and take one step at the end. There should be a step after each batch.
"""

# exercise: train_epoch
FAILS = ("test_one_step_for_each_batch", "test_no_old_gradients", "test_agrees_with_torch")
from torch.nn import functional as F


def train_epoch(model, batches, optimizer):
    model.train()
    total, examples = 0.0, 0
    optimizer.zero_grad()
    for ids, keep, labels in batches:
        loss = F.cross_entropy(model(ids, keep), labels)
        loss.backward()
        total += loss.item() * len(labels)
        examples += len(labels)
    optimizer.step()
    return total / examples
