"""Another head each time.

Start weights and the order of the texts are random, and your function does not seed them: nobody can get your result
again.
"""

# exercise: train_topic_head
FAILS = ("test_seed", "test_seed_after_other_draws")
HEADLINE = True
import torch
from torch import nn
from torch.nn import functional as F


def train_topic_head(vectors, labels, n_classes, seed=0):
    head = nn.Linear(vectors.shape[1], n_classes)
    optimizer = torch.optim.AdamW(head.parameters(), lr=0.01, weight_decay=0.05)
    for _ in range(30):
        for rows in torch.randperm(len(vectors)).split(50):
            optimizer.zero_grad()
            F.cross_entropy(head(vectors[rows]), labels[rows]).backward()
            optimizer.step()
    return head.weight.detach(), head.bias.detach()
