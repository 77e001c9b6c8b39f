"""The question before is still in the query

Your system keeps something from one call to the next, so the same question gets another answer later on. Make the
query's terms anew in each call, and change nothing of `self` while answering.
"""

# exercise: RagSystem


class RagSystem(RagSystem):
    dense = reranked = False  # by words alone the mistake shows as well, in less time
    asked = ""

    def answer(self, query):
        before, self.asked = self.asked, query["text"]
        return super().answer(query | {"id": f"{query['id']} {before}", "text": f"{query['text']} {before}".strip()})
