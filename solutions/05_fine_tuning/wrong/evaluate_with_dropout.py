"""Dropout during evaluation.

You do not switch to evaluation mode, so dropout throws away parts of the vectors while you measure, and two
evaluations disagree.
"""

# exercise: evaluate
FAILS = ("test_twice_the_same", "test_evaluation_mode")
HEADLINE = True
import torch
from torch.nn import functional as F


def evaluate(model, batches):
    was_training = model.training
    total, predictions, answers = 0.0, [], []
    with torch.no_grad():
        for ids, keep, labels in batches:
            scores = model(ids, keep)
            total += F.cross_entropy(scores, labels, reduction="sum").item()
            predictions += scores.argmax(dim=-1).tolist()
            answers += labels.tolist()
    model.train(was_training)
    return {"loss": total / len(answers), "predictions": predictions, "labels": answers}
