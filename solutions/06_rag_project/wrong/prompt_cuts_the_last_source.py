"""The last source is cut.

Half a source may have lost the word "not". A source is taken whole or left out.
"""

# exercise: build_prompt
FAILS = ("test_budget",)


def build_prompt(question, passages, max_words):
    instruction = (
        "Answer the question from the numbered sources alone, in a few words, and give the number of the source that says "
        'so, as in [1]. If the sources do not hold the answer, say "I don\'t know" and nothing else.'
    )
    lines = [instruction, "", "Sources:", "", f"Question: {question}", "Answer:"]
    for number, passage in enumerate(passages, start=1):
        more = [*lines[:-3], f"[{number}] {' '.join(passage.split())}", *lines[-3:]]
        if len(" ".join(more).split()) > max_words:
            room = max_words - len(" ".join(lines).split()) - 1
            if room > 2:
                lines.insert(len(lines) - 3, f"[{number}] {' '.join(passage.split()[:room])}")
            break
        lines = more
    return "\n".join(lines)
