"""Frames on a socket: bounds on what is believed, and a deadline on every wait."""

from __future__ import annotations

import socket
import struct
import threading
import time
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.wire.frames import HEADER, MAGIC, Deadline, FramedSocket, WireClosed, WireError, WireTimeout

LIMIT = 1 << 16


@pytest.fixture
def pair() -> Iterator[tuple[FramedSocket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with theirs:
        yield FramedSocket(ours, LIMIT), theirs
        ours.close()


def soon() -> Deadline:
    return Deadline(0.05)


def test_frames_come_through(pair: tuple[FramedSocket, socket.socket]) -> None:
    ours, theirs = pair
    other = FramedSocket(theirs, LIMIT)
    for payload in (b"", b"x", bytes(LIMIT)):
        sender = threading.Thread(target=other.send, args=(payload,))
        sender.start()
        assert ours.receive(Deadline(30)) == payload
        sender.join()


def test_a_frame_that_is_too_large_is_not_sent(pair: tuple[FramedSocket, socket.socket]) -> None:
    with pytest.raises(WireError):
        pair[0].send(bytes(LIMIT + 1))


def test_a_claimed_length_alone_costs_no_memory(pair: tuple[FramedSocket, socket.socket]) -> None:
    ours, theirs = pair
    ours.frame_limit = 1 << 34
    theirs.sendall(HEADER.pack(MAGIC, 1 << 33))
    tracemalloc.start()
    with pytest.raises(WireTimeout):
        ours.receive(soon())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1 << 26  # of the 8 GB that were claimed


@pytest.mark.parametrize("length", [LIMIT + 1, 1 << 32, (1 << 64) - 1])
def test_a_length_over_the_limit(pair: tuple[FramedSocket, socket.socket], length: int) -> None:
    pair[1].sendall(HEADER.pack(MAGIC, length))
    with pytest.raises(WireError):
        pair[0].receive(soon())


def test_a_frame_that_breaks_off(pair: tuple[FramedSocket, socket.socket]) -> None:
    ours, theirs = pair
    theirs.sendall(HEADER.pack(MAGIC, 10) + b"half")
    theirs.shutdown(socket.SHUT_WR)
    with pytest.raises(WireClosed):
        ours.receive(Deadline(30))


def test_nothing_comes(pair: tuple[FramedSocket, socket.socket]) -> None:
    with pytest.raises(WireTimeout):
        pair[0].receive(soon())


def test_bytes_that_trickle_do_not_extend_the_deadline(pair: tuple[FramedSocket, socket.socket]) -> None:
    ours, theirs = pair
    theirs.sendall(HEADER.pack(MAGIC, LIMIT) + b"x")
    stop = threading.Event()

    def trickle() -> None:
        while not stop.wait(0.005):
            theirs.send(b"x")

    thread = threading.Thread(target=trickle)
    thread.start()
    try:
        with pytest.raises(WireTimeout):
            ours.receive(Deadline(0.2))
    finally:
        stop.set()
        thread.join()


def test_nobody_reads(pair: tuple[FramedSocket, socket.socket]) -> None:
    ours, _ = pair
    with pytest.raises(WireTimeout):
        for _ in range(1000):
            ours.send(bytes(LIMIT), soon())


def test_what_nobody_asked_for_is_seen(pair: tuple[FramedSocket, socket.socket]) -> None:
    ours, theirs = pair
    assert not ours.has_unread_bytes()
    theirs.sendall(b"x")
    assert ours.has_unread_bytes()


@settings(max_examples=100, deadline=None)
@given(st.binary(min_size=HEADER.size, max_size=60))
def test_random_bytes_are_no_frame(data: bytes) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(data)
        theirs.shutdown(socket.SHUT_WR)
        try:
            payload = FramedSocket(ours, LIMIT).receive(Deadline(30))
        except (WireError, WireClosed):
            return
        assert data.startswith(MAGIC) and len(payload) == struct.unpack("!Q", data[4:12])[0]


class Noted(Deadline):
    """Writes down what it is told, and lets nobody wait for more than a moment."""

    def __init__(self) -> None:
        super().__init__(60)
        self.told: list[str] = []

    def left(self) -> float:
        super().left()
        return 0.02

    def moves(self) -> None:
        self.told.append("moves")

    def waits(self) -> None:
        self.told.append("waits")


def test_who_answers_at_once_has_not_been_waited_for(pair: tuple[FramedSocket, socket.socket]) -> None:
    ours, theirs = pair
    FramedSocket(theirs, LIMIT).send(b"answer")
    noted = Noted()
    assert ours.receive(noted) == b"answer" and "waits" not in noted.told


@pytest.mark.parametrize("part", [b"", b"x"])
def test_who_sends_nothing_or_crumbs_is_waited_for(pair: tuple[FramedSocket, socket.socket], part: bytes) -> None:
    ours, theirs = pair
    theirs.sendall(HEADER.pack(MAGIC, LIMIT))
    noted = Noted()

    def answer() -> None:
        while noted.told.count("waits") < 5:
            if part:
                theirs.send(part)
            time.sleep(0.005)
        theirs.sendall(bytes(LIMIT))

    thread = threading.Thread(target=answer)
    thread.start()
    ours.receive(noted)
    thread.join()
    assert noted.told.count("waits") >= 5
