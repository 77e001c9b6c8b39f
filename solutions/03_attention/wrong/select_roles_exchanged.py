"""The answers ask.

Queries and keys are exchanged: *fluffy* looks at *creature*. It is the noun that asks.
"""

# exercise: select_head
FAILS = ("test_creature", "test_forest", "test_strength", "test_words_that_ask_nothing")
import torch


def select_head(asks, answers):
    numbers = sorted((set(asks) | set(answers)) - {0}) or [-1]
    asked = torch.tensor([[float(word == n) for n in numbers] for word in asks])
    answered = torch.tensor([[float(word == n) for n in numbers] for word in answers])
    return 20.0 * len(numbers) ** 0.5 * answered, asked
