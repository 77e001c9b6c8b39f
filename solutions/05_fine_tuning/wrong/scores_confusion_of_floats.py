"""The confusion matrix holds floats.

Counts are whole numbers: `torch.zeros` makes floats unless it is told otherwise. Ask for dtype=torch.int64.
"""

# exercise: classification_scores
FAILS = ("test_types",)
import torch


def classification_scores(labels, predictions, n_classes):
    confusion = torch.zeros(n_classes, n_classes)
    for label, prediction in zip(labels, predictions, strict=True):
        confusion[label, prediction] += 1
    hits = confusion.diagonal()
    f1 = 2 * hits / (confusion.sum(dim=0) + confusion.sum(dim=1)).clamp(min=1)
    return {
        "confusion": confusion,
        "accuracy": hits.sum().item() / len(labels),
        "macro_f1": f1.mean().item(),
    }
