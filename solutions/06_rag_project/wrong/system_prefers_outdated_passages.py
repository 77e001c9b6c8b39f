"""Of two passages that contradict each other, the earlier one is believed

A notice of May replaces one of January. Where passages say different things of the same, the one with the later `date`
holds; dates of the form 2031-04-17 can be compared as they are.
"""

# exercise: RagSystem


class RagSystem(RagSystem):
    dense = reranked = False  # by words alone the mistake shows as well, in less time

    def __init__(self, corpus):
        dates = sorted({passage["date"] for passage in corpus["passages"]})
        backwards = dict(zip(dates, reversed(dates), strict=True))
        passages = [passage | {"date": backwards[passage["date"]]} for passage in corpus["passages"]]
        super().__init__(corpus | {"passages": passages})
