"""Micro-F1.

You add TP, FP and FN of all classes before computing F1. With one label for each text, that is the accuracy again.
"""

# exercise: classification_scores
FAILS = ("test_macro_f1_by_hand", "test_empty_classes", "test_macro_f1", "test_more_classes")
HEADLINE = True
import torch


def classification_scores(labels, predictions, n_classes):
    confusion = torch.zeros(n_classes, n_classes, dtype=torch.int64)
    for label, prediction in zip(labels, predictions, strict=True):
        confusion[label, prediction] += 1
    hits = confusion.diagonal()
    return {
        "confusion": confusion,
        "accuracy": hits.sum().item() / len(labels),
        "macro_f1": 2 * hits.sum().item() / (2 * confusion.sum().item()),
    }
