"""The score is called again and again.

Each comparison asks for the score anew. Ask once for each id and keep the number (a key function of sorted does).
"""

# exercise: rerank
FAILS = ("test_calls",)


def pair_input(question, passage, longest):
    first = [101, *question, 102]
    second = [*passage[: longest - len(first) - 1], 102]
    return first + second, [0] * len(first) + [1] * len(second)


def rerank(ranking, score, depth):
    head = list(ranking[:depth])
    for end in range(len(head) - 1, 0, -1):
        for i in range(end):
            if score(head[i]) < score(head[i + 1]):
                head[i], head[i + 1] = head[i + 1], head[i]
    return head + ranking[depth:]
