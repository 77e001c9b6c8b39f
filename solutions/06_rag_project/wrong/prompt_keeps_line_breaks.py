"""Line breaks of a source stay.

A source that contains a line "[2] …" or "Question: …" now looks like a source or a question of its own. That is how a
web page gives orders to somebody else's chatbot. White space becomes single spaces.
"""

# exercise: build_prompt
FAILS = ("test_one_line", "test_one_line_each")
HEADLINE = True


def build_prompt(question, passages, max_words):
    instruction = (
        "Answer the question from the numbered sources alone, in a few words, and give the number of the source that says "
        'so, as in [1]. If the sources do not hold the answer, say "I don\'t know" and nothing else.'
    )
    lines = [instruction, "", "Sources:", "", f"Question: {question}", "Answer:"]
    for number, passage in enumerate(passages, start=1):
        more = [*lines[:-3], f"[{number}] {passage}", *lines[-3:]]
        if len(" ".join(more).split()) > max_words:
            break
        lines = more
    return "\n".join(lines)
