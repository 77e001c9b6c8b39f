"""Only the first answer counts.

*Creature* looks at *fluffy* only, although *blue* answers as well. All words that answer should have the same key in
that direction.
"""

# exercise: select_head
FAILS = ("test_creature", "test_own_question")
import torch


def select_head(asks, answers):
    wishes = torch.zeros(len(asks), len(answers))
    for i, question in enumerate(asks):
        if question and question in answers:
            wishes[i, answers.index(question)] = 1.0
    return 20.0 * len(answers) ** 0.5 * wishes, torch.eye(len(answers))
