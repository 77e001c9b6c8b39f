"""Argmax over the batch.

You take argmax along the first axis. That finds, for each class, the text that has it most. Classes are the last
axis.
"""

# exercise: evaluate
FAILS = ("test_predictions", "test_predictions_of_all_sizes")
import torch
from torch.nn import functional as F


def evaluate(model, batches):
    was_training = model.training
    model.eval()
    total, predictions, answers = 0.0, [], []
    with torch.no_grad():
        for ids, keep, labels in batches:
            scores = model(ids, keep)
            total += F.cross_entropy(scores, labels, reduction="sum").item()
            predictions += (scores.argmax(dim=0).tolist() * len(labels))[: len(labels)]
            answers += labels.tolist()
    model.train(was_training)
    return {"loss": total / len(answers), "predictions": predictions, "labels": answers}
