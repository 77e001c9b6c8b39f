"""No way out.

Without "I don't know" a model answers whatever it is asked. The instruction must say what to do if the sources do not
hold the answer.
"""

# exercise: build_prompt
FAILS = ("test_i_dont_know", "test_no_sources")
HEADLINE = True


def build_prompt(question, passages, max_words):
    instruction = (
        "Answer the question from the numbered sources alone, in a few words, and give the number of the source that says "
        "so, as in [1]."
    )
    lines = [instruction, "", "Sources:", "", f"Question: {question}", "Answer:"]
    for number, passage in enumerate(passages, start=1):
        more = [*lines[:-3], f"[{number}] {' '.join(passage.split())}", *lines[-3:]]
        if len(" ".join(more).split()) > max_words:
            break
        lines = more
    return "\n".join(lines)
