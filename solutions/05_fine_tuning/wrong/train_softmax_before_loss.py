"""Softmax before cross-entropy.

F.cross_entropy takes scores and does the softmax itself. Given probabilities, it does a second one: the loss stays
high and the gradients small.
"""

# exercise: train_epoch
FAILS = ("test_agrees_with_torch", "test_the_loss")
from torch.nn import functional as F


def train_epoch(model, batches, optimizer):
    model.train()
    total, examples = 0.0, 0
    for ids, keep, labels in batches:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(ids, keep).softmax(dim=-1), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        examples += len(labels)
    return total / examples
