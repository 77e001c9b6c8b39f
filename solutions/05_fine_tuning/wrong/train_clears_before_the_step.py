"""The step has nothing to go along.

At the moment of the step there are no gradients: either loss.backward() was never called, or the gradients were cleared
after it. The order is: clear, backward, step.
"""

# exercise: train_epoch
FAILS = ("test_learns", "test_agrees_with_torch")
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
