"""Rows and columns swapped.

Your matrix has predictions on rows. Here, as in scikit-learn, a row is a right label and a column a prediction;
accuracy and F1 do not notice, whoever reads the matrix does.
"""

# exercise: classification_scores
FAILS = ("test_rows_and_columns", "test_confusion")
import torch


def classification_scores(labels, predictions, n_classes):
    confusion = torch.zeros(n_classes, n_classes, dtype=torch.int64)
    for label, prediction in zip(labels, predictions, strict=True):
        confusion[prediction, label] += 1
    hits = confusion.diagonal()
    f1 = 2 * hits / (confusion.sum(dim=0) + confusion.sum(dim=1)).clamp(min=1)
    return {
        "confusion": confusion,
        "accuracy": hits.sum().item() / len(labels),
        "macro_f1": f1.mean().item(),
    }
