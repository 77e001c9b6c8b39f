"""Repaired by solving the equation that says what a repair is, for the matrix that it asks for."""

# exercise: repair_weights
import torch


def repair_weights(w, source, target):
    unit = torch.eye(w.shape[0], dtype=w.dtype)
    return torch.linalg.solve(change_layout(unit, source, target), w)
