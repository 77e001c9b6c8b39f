"""Back to training mode, whatever it was.

You put the model into training mode at the end. If it was in evaluation mode before, the next prediction has dropout.
Remember model.training and restore it.
"""

# exercise: evaluate
FAILS = ("test_mode_comes_back", "test_mode_comes_back_each_time")
import torch
from torch.nn import functional as F


def evaluate(model, batches):
    model.eval()
    total, predictions, answers = 0.0, [], []
    with torch.no_grad():
        for ids, keep, labels in batches:
            scores = model(ids, keep)
            total += F.cross_entropy(scores, labels, reduction="sum").item()
            predictions += scores.argmax(dim=-1).tolist()
            answers += labels.tolist()
    model.train()
    return {"loss": total / len(answers), "predictions": predictions, "labels": answers}
