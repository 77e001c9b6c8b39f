"""F1 of mean precision and mean recall.

You average precision and recall over the classes first and make one F1 of the two means. Macro-F1 is the mean of the
classes' own F1.
"""

# exercise: classification_scores
FAILS = ("test_macro_f1_by_hand", "test_macro_f1")
import torch


def classification_scores(labels, predictions, n_classes):
    confusion = torch.zeros(n_classes, n_classes, dtype=torch.int64)
    for label, prediction in zip(labels, predictions, strict=True):
        confusion[label, prediction] += 1
    hits = confusion.diagonal()
    precision = (hits / confusion.sum(dim=0).clamp(min=1)).mean()
    recall = (hits / confusion.sum(dim=1).clamp(min=1)).mean()
    f1 = 2 * precision * recall / (precision + recall).clamp(min=1e-12)
    return {
        "confusion": confusion,
        "accuracy": hits.sum().item() / len(labels),
        "macro_f1": f1.mean().item(),
    }
