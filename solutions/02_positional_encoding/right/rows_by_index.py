"""The rows of a checkpoint by an index: where each column of the new layout stood in the old one."""

# exercise: repair_weights
import torch


def repair_weights(w, source, target):
    columns = torch.arange(w.shape[0])
    hands = {"sin-cos": columns, "cos-sin": columns.view(-1, 2).flip(1).flatten()}
    hands["halves"] = torch.cat([columns[0::2], columns[1::2]])  # which entry of "sin-cos" stands in each column
    if source not in hands or target not in hands:
        raise ValueError(f"unknown layout: {source} or {target}")
    return w[hands[source].argsort()[hands[target]]]
