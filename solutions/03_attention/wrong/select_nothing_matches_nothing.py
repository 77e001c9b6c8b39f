"""Asking nothing matches answering nothing.

You gave 0 a name tag of its own, so words that ask nothing look at words that answer nothing. No question means no
direction: which query has the same score with every key?
"""

# exercise: select_head
FAILS = ("test_words_that_ask_nothing",)
HEADLINE = True
import torch


def select_head(asks, answers):
    numbers = sorted(set(asks) | set(answers))
    asked = torch.tensor([[float(word == n) for n in numbers] for word in asks])
    answered = torch.tensor([[float(word == n) for n in numbers] for word in answers])
    return 20.0 * len(numbers) ** 0.5 * asked, answered
