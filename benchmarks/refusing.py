"""How often a small instruct model says "I don't know": rightly, and where the passage tells (assignment 6, before its system).

    python benchmarks/refusing.py       the table of the assignment; some minutes of processor time

SmolLM2-135M-Instruct (`load_generator()`, greedy) gets two passages and `build_prompt`'s instruction: eight questions that a passage
answers, eight that it does not; with the instruction alone, and behind examples about a third passage, half of which end in "I don't know".
"""

from __future__ import annotations

import re
from collections.abc import Callable

from autograder.authoring.catalogue import find_assignment
from autograder.grading.staging import given_files
from autograder.judge.reference import importable, load_reference

FERRY = "The ferry Halcyon leaves Port Alda for the mainland at 09:40 and 17:20. The crossing takes 55 minutes."
LIBRARY = (
    "The library of Norvale was opened in 1874 by Ada Brenner. It holds 41,000 books and is closed on Mondays. A reader's card "
    "costs 6 crowns a year."
)
MUSEUM = "The museum of Tolland shows clocks of three centuries. It is open from 10 to 17, and a guided tour takes 40 minutes."
ANSWERED = [
    (FERRY, "How long does the crossing take?", "55"),
    (FERRY, "When does the ferry leave for the mainland?", "09:40"),
    (FERRY, "What is the name of the ferry?", "Halcyon"),
    (FERRY, "From which port does the ferry leave?", "Alda"),
    (LIBRARY, "When was the library opened?", "1874"),
    (LIBRARY, "Who opened the library?", "Brenner"),
    (LIBRARY, "How many books does the library hold?", "41,000"),
    (LIBRARY, "On which day is the library closed?", "Monday"),
]
UNANSWERED = [
    (FERRY, "Who is the captain of the ferry?"),
    (FERRY, "How much is a ticket for the ferry?"),
    (FERRY, "How many passengers can the ferry carry?"),
    (FERRY, "When was the ferry built?"),
    (LIBRARY, "Who is the librarian?"),
    (LIBRARY, "What is the library's telephone number?"),
    (LIBRARY, "Which architect built the library?"),
    (LIBRARY, "When does the library open in the morning?"),
]
EXAMPLES = [
    ("How long does a guided tour take?", "40 minutes [1]"),
    ("Who founded the museum?", "I don't know"),
    ("What does the museum show?", "Clocks of three centuries [1]"),
    ("How much is a ticket for the museum?", "I don't know"),
]
REFUSAL = re.compile(r"(don.t|do not) know|not (mentioned|stated|provided|specified|given)", re.IGNORECASE)
TOKENS = 24


def measure(
    generate: Callable[[str, int], str], build_prompt: Callable[[str, list[str], int], str], examples: int
) -> tuple[int, int, list[str]]:
    """How many of the eight questions are answered rightly, how many of the other eight are refused, and what was said.

    Args:
        generate: a prompt and a number of tokens to what the model writes.
        build_prompt: the assignment's.
        examples: how many of ``EXAMPLES`` stand before the question.
    """

    def said(passage: str, question: str) -> str:
        shown = [f"{build_prompt(asked, [MUSEUM], 200)} {answer}" for asked, answer in EXAMPLES[:examples]]
        return generate("\n\n".join([*shown, build_prompt(question, [passage], 200)]), TOKENS)

    answers = [said(passage, question) for passage, question, _ in ANSWERED]
    right = sum(
        accepted in answer and not REFUSAL.search(answer)
        for answer, (_, _, accepted) in zip(answers, ANSWERED, strict=True)
    )
    others = [said(passage, question) for passage, question in UNANSWERED]
    return right, sum(bool(REFUSAL.search(answer)) for answer in others), [*answers, *others]


def main() -> None:
    """Print the table, and below it what the model said."""
    assignment = find_assignment("06_rag_project")
    with given_files(assignment) as given, importable(given):
        names = load_reference(assignment, given)
        model = names["load_generator"]()
        told: list[str] = []
        for examples in (0, 2, 4):
            right, refused, answers = measure(model.generate, names["build_prompt"], examples)
            print(f"| {examples} examples | {right} of {len(ANSWERED)} | {refused} of {len(UNANSWERED)} |", flush=True)
            questions = [question for _, question, *_ in [*ANSWERED, *UNANSWERED]]
            told += [
                f"{examples} {question} -> {answer!r}" for question, answer in zip(questions, answers, strict=True)
            ]
    print(*told, sep="\n")


if __name__ == "__main__":
    main()
