"""Right direction, too little strength.

With one-hot vectors as they are, the right keys lead by 1 over the root of the width, and softmax makes little of
that.
"""

# exercise: select_head
FAILS = ("test_strength", "test_long_text")
import torch


def select_head(asks, answers):
    numbers = sorted((set(asks) | set(answers)) - {0}) or [-1]
    asked = torch.tensor([[float(word == n) for n in numbers] for word in asks])
    return asked, torch.tensor([[float(word == n) for n in numbers] for word in answers])
