"""The vectors are scaled in place.

You changed the vectors that you were given. The weights then belong to vectors that nobody else has. Work on a copy,
and put what you did to the vectors into weight and bias.
"""

# exercise: train_topic_head
FAILS = ("test_inputs_are_left_alone",)
import torch
from torch import nn
from torch.nn import functional as F


def train_topic_head(vectors, labels, n_classes, seed=0):
    torch.manual_seed(seed)
    vectors /= 1.7
    head = nn.Linear(vectors.shape[1], n_classes)
    optimizer = torch.optim.AdamW(head.parameters(), lr=0.01, weight_decay=0.05)
    for _ in range(30):
        for rows in torch.randperm(len(vectors)).split(50):
            optimizer.zero_grad()
            F.cross_entropy(head(vectors[rows]), labels[rows]).backward()
            optimizer.step()
    return head.weight.detach(), head.bias.detach()
