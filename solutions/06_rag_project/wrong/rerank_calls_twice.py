"""The score is called again and again.

Each comparison asks for the score anew. Ask once for each id and keep the number (a key function of sorted does).
"""

# exercise: rerank


def rerank(ranking, score, depth):
    head = list(ranking[:depth])
    for end in range(len(head) - 1, 0, -1):
        for i in range(end):
            if score(head[i]) < score(head[i + 1]):
                head[i], head[i + 1] = head[i + 1], head[i]
    return head + ranking[depth:]
