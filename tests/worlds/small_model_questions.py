"""What the small model of notebook 6 was asked: eight questions that a passage answers, and eight that it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

PASSAGES: tuple[tuple[str, tuple[tuple[str, str], ...], tuple[str, ...]], ...] = (
    (
        "The ferry Halcyon leaves Port Alda for the mainland at 09:40 and 17:20. The crossing takes 55 minutes.",
        (("How long does the crossing take?", "55"), ("When does the ferry leave for the mainland?", "09:40")),
        ("Who is the captain of the ferry?", "How much is a ticket for the ferry?"),
    ),
    (
        "The tower of Norvale was built in 1894 and has 212 steps. It is open from April to October.",
        (("How many steps does the tower have?", "212"), ("When was the tower built?", "1894")),
        ("Who designed the tower?", "How many people visit the tower every year?"),
    ),
    (
        "The bakery in Mill Lane sells rye bread, and on Fridays a cake with poppy seeds. It was founded by Ida Brandt.",
        (("Who founded the bakery?", "Brandt"), ("What does the bakery sell on Fridays?", "cake")),
        ("When does the bakery open?", "How much is a cake?"),
    ),
    (
        "The museum of clocks moved to Harbour Street in 2011. Its oldest clock comes from Prague.",
        (("Where does the oldest clock come from?", "Prague"), ("To which street did the museum move?", "Harbour")),
        ("How many clocks does the museum have?", "Who is the director of the museum?"),
    ),
)
"""Passages, each with questions and what a right answer holds, and with questions that it does not answer."""
MAX_NEW_TOKENS = 16


def ask(
    generate: Callable[[str, int], str], build_prompt: Callable[..., str], passages: Iterable[tuple]
) -> dict[str, str]:
    """What is said to each question, by question."""
    return {
        question: generate(build_prompt(question, [passage], 200), MAX_NEW_TOKENS)
        for passage, answered, unanswered in passages
        for question in [*(one for one, _ in answered), *unanswered]
    }


def counts(answers: Mapping[str, str]) -> tuple[int, int]:
    """(answered rightly, refused though the passage does not say)."""
    wanted = {question: answer for _, answered, _ in PASSAGES for question, answer in answered}
    right = sum(question in wanted and wanted[question] in said for question, said in answers.items())
    refused = sum(question not in wanted and "don't know" in said.lower() for question, said in answers.items())
    return right, refused
