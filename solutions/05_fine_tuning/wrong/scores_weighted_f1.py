"""F1 weighted by frequency.

You weigh each class's F1 with its number of examples. Then a rare class hardly counts, which is what macro-F1 is
meant to avoid.
"""

# exercise: classification_scores
FAILS = ("test_empty_classes", "test_macro_f1", "test_more_classes")
import torch


def classification_scores(labels, predictions, n_classes):
    confusion = torch.zeros(n_classes, n_classes, dtype=torch.int64)
    for label, prediction in zip(labels, predictions, strict=True):
        confusion[label, prediction] += 1
    hits = confusion.diagonal()
    f1 = 2 * hits / (confusion.sum(dim=0) + confusion.sum(dim=1)).clamp(min=1)
    return {
        "confusion": confusion,
        "accuracy": hits.sum().item() / len(labels),
        "macro_f1": (f1 * confusion.sum(dim=1)).sum().item() / len(labels),
    }
