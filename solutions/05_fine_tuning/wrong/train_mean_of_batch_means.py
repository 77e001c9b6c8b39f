"""A mean of batch means.

You average the batches' losses. In the last, small batch each example then counts more than anywhere else. Weigh each
batch with its size.
"""

# exercise: train_epoch
FAILS = ("test_mean_over_examples",)
HEADLINE = True
from torch.nn import functional as F


def train_epoch(model, batches, optimizer):
    model.train()
    total, examples = 0.0, 0
    for ids, keep, labels in batches:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(ids, keep), labels)
        loss.backward()
        optimizer.step()
        total += loss.item()
        examples += 1
    return total / examples
