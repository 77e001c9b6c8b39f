"""The weights still ask for gradients.

What you return are the layer's own parameters. Whoever calculates with them builds a graph of all that, and NumPy refuses them: `detach`
them.
"""

# exercise: train_topic_head
FAILS = ("test_shapes",)
EDGE = True
import torch
from torch import nn
from torch.nn import functional as F


def train_topic_head(vectors, labels, n_classes, seed=0):
    torch.manual_seed(seed)
    head = nn.Linear(vectors.shape[1], n_classes)
    optimizer = torch.optim.AdamW(head.parameters(), lr=0.01, weight_decay=0.05)
    for _ in range(30):
        for rows in torch.randperm(len(vectors)).split(50):
            optimizer.zero_grad()
            F.cross_entropy(head(vectors[rows]), labels[rows]).backward()
            optimizer.step()
    return head.weight, head.bias
