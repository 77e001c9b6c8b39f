"""A mean of batch means.

You average the batches' losses, so the examples of a small last batch count more. Sum over the examples and divide by
their number.
"""

# exercise: evaluate
FAILS = ("test_mean_over_examples",)
import torch
from torch.nn import functional as F


def evaluate(model, batches):
    was_training = model.training
    model.eval()
    total, predictions, answers = 0.0, [], []
    with torch.no_grad():
        for ids, keep, labels in batches:
            scores = model(ids, keep)
            total += F.cross_entropy(scores, labels, reduction="mean").item()
            predictions += scores.argmax(dim=-1).tolist()
            answers += labels.tolist()
    model.train(was_training)
    return {"loss": total / len(batches), "predictions": predictions, "labels": answers}
