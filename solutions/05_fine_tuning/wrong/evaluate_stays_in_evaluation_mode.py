"""The model stays in evaluation mode.

You switch to evaluation mode and do not switch back. Whoever trains on, trains without dropout.
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
    return {"loss": total / len(answers), "predictions": predictions, "labels": answers}
