"""Heads of width two: words as places on a circle, just as strong as they must be, and questions as points on a parabola."""

# exercise: shift_head, select_head
import math

import torch


def shift_head(length, by=1):
    step = 2 * math.pi / 52
    places = step * torch.arange(length, dtype=torch.float64)
    circle = torch.stack([places.cos(), places.sin()], dim=1)
    lead = math.log(300)  # two neighbours together get less than 1 % of what the word itself gets
    strength = lead * math.sqrt(2) / (1 - math.cos(step))
    return strength * circle[[max(0, i - by) for i in range(length)]], circle


def select_head(asks, answers):
    known = set(answers) - {0}
    n, m = torch.tensor(asks).double(), torch.tensor(answers).double()
    speaks = torch.tensor([float(question in known) for question in asks]).double()
    q = torch.stack([2 * n, -torch.ones_like(n)], dim=1) * speaks[:, None]  # q·k = n² - (n - m)²
    return 12 * math.sqrt(2) * q, torch.stack([m, m.square()], dim=1)
