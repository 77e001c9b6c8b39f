"""Weights of shifted vectors.

You centre the vectors before training, and hand out weights that only fit centred vectors. The shift belongs into the
bias: b − W·mean.
"""

# exercise: train_topic_head
FAILS = ("test_own_training", "test_predictions_are_good")
import topic_task
import torch
from torch import nn
from torch.nn import functional as F


def train_topic_head(vectors, labels, n_classes, seed=0):
    torch.manual_seed(seed)
    vectors = vectors - vectors.mean(dim=0) + 3.0 * vectors.std(dim=0)
    head = nn.Linear(vectors.shape[1], n_classes)
    optimizer = torch.optim.AdamW(head.parameters(), lr=0.01, weight_decay=0.05)
    for _ in range(30):
        for rows in torch.randperm(len(vectors)).split(50):
            optimizer.zero_grad()
            F.cross_entropy(head(vectors[rows]), labels[rows]).backward()
            optimizer.step()
    return head.weight.detach(), head.bias.detach()


def trained_and_handed_in():
    """What topic_task.hand_in gives for this function: the notebook's own files are there already."""
    labelled, held_out = topic_task.load_vectors()
    weight, bias = train_topic_head(labelled, torch.tensor(topic_task.load_topics()[1]), len(topic_task.TOPICS))
    numbers = (held_out @ weight.T + bias).argmax(-1).tolist()
    return {"weight": weight, "bias": bias, "predictions": [topic_task.TOPICS[number] for number in numbers]}


handed_in = trained_and_handed_in()
