"""What a system wrote about a hand-in goes with the result, both ways, and changes no key."""

from __future__ import annotations

import json

from autograder.messages import Message
from autograder.results import HandIn, Member, Status, SubmissionResult

WHO = HandIn(
    system="gradescope",
    time="2026-11-24T10:00:00Z",
    late=True,
    attempt=2,
    members=(Member("דנה לוי", "1", "dana@example.org"), Member("Omer Cohen")),
    read_from={"time": "submission_metadata.yml"},
)


def test_a_result_keeps_who_handed_in_through_json() -> None:
    result = SubmissionResult("dana", "Dana", "03_attention", Status.GRADED, hand_in=WHO)
    again = SubmissionResult.from_gradescope(json.loads(json.dumps(result.to_gradescope())))
    assert again == result and again.hand_in.members[0].email == "dana@example.org"


def test_a_result_keeps_how_it_was_read() -> None:
    note = Message("The answer to {exercise} stands in a raw cell; it was run as code.", exercise="softmax")
    result = SubmissionResult("dana", "Dana", "03_attention", Status.GRADED, read_as=[note])
    again = SubmissionResult.from_gradescope(json.loads(json.dumps(result.to_gradescope())))
    assert again == result and again.read_as[0].parameters == {"exercise": "softmax"}


def test_a_result_of_an_earlier_version_is_read() -> None:
    document = SubmissionResult("dana", "Dana", "03_attention", Status.GRADED).to_gradescope()
    del document["extra_data"]["hand_in"]
    assert SubmissionResult.from_gradescope(document).hand_in == HandIn()
