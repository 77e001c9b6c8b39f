"""Answers are sentences

"The ferry leaves at 09:40" is true, and the answer is "09:40". Cut out of the best sentence what the question asks for: a
time for *when*, an amount for *how much*, a name for *who*.
"""

# exercise: RagSystem
import re

from rag_contract import readable_text


class RagSystem(RagSystem):
    dense = reranked = False  # by words alone the mistake shows as well, in less time

    def __init__(self, corpus):
        super().__init__(corpus)
        self.says = {one["id"]: readable_text(one, corpus["transcripts"]) for one in corpus["passages"]}

    def answer(self, query):
        answer = super().answer(query)
        if answer["abstained"]:
            return answer
        sentences = [one for id in answer["citations"] for one in re.split(r"(?<=[.?!])\s", self.says[id])]
        around = next(
            (one for one in sentences if answer["text"] in one), f"According to the corpus, it is {answer['text']}."
        )
        return answer | {"text": around}
