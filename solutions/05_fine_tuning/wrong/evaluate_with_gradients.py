"""Gradients during evaluation.

Without torch.no_grad() PyTorch keeps all that it would need for a backward pass: slower, and much more memory.
"""

# exercise: evaluate
FAILS = ("test_no_gradients",)
import torch
from torch.nn import functional as F


def evaluate(model, batches):
    was_training = model.training
    model.eval()
    total, predictions, answers = 0.0, [], []
    with torch.enable_grad():
        for ids, keep, labels in batches:
            scores = model(ids, keep)
            total += F.cross_entropy(scores, labels, reduction="sum").item()
            predictions += scores.argmax(dim=-1).tolist()
            answers += labels.tolist()
    model.train(was_training)
    return {"loss": total / len(answers), "predictions": predictions, "labels": answers}
