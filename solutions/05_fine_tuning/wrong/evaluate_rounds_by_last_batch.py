"""Only the last batch's loss.

You return the loss of the last batch. Add up all of them.
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
            total = F.cross_entropy(scores, labels, reduction="sum").item()
            predictions += scores.argmax(dim=-1).tolist()
            answers += labels.tolist()
    model.train(was_training)
    return {"loss": total / len(labels), "predictions": predictions, "labels": answers}
