"""Length-prefixed frames on a stream socket, with a bound on their size and a deadline on every wait."""

from __future__ import annotations

import select
import socket
import struct
import time

from autograder.messages import Message

HEADER = struct.Struct("!4sQ")
MAGIC = b"rag1"
CHUNK = 1 << 20
AHEAD = 1 << 14
"""Bytes that are asked for at least, so that a small frame arrives with its header in one piece."""


class WireError(Exception):
    """The other side sent something that is not a frame of this protocol."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(message)


class WireClosed(Exception):
    """The other side is gone."""


class WireTimeout(Exception):
    """Nothing complete arrived before the deadline."""


class Deadline:
    """Until when one waits: so many seconds from now, by the clock on the wall. Others count otherwise.

    Args:
        seconds: from now on.
    """

    def __init__(self, seconds: float) -> None:
        self._over = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds after which to ask again, if nothing has come by then.

        Raises:
            WireTimeout: it has passed.
        """
        left = self._over - time.monotonic()
        if left <= 0:
            raise WireTimeout("the deadline has passed")
        return left

    def moves(self) -> None:
        """Something comes or goes, or is about to: nobody has been waited for until now."""

    def waits(self) -> None:
        """Nothing has come, or could be sent, since this or :meth:`moves` was called last."""


class FramedSocket:
    """Sends and receives frames.

    Args:
        connection: a connected stream socket; this object takes it over.
        frame_limit: the largest payload in bytes that is sent or accepted.
    """

    def __init__(self, connection: socket.socket, frame_limit: int) -> None:
        self.connection = connection
        self.frame_limit = frame_limit
        self._unread = bytearray()
        self._pollers: dict[int, select.poll] = {}
        connection.setblocking(False)

    def send(self, payload: bytes, deadline: Deadline | None = None) -> None:
        """Send one frame.

        Args:
            payload: its content.
            deadline: until when to wait; None waits for ever.

        Raises:
            WireError: if the payload is larger than the limit.
            WireClosed, WireTimeout: as their names say.
        """
        if len(payload) > self.frame_limit:
            raise WireError(
                Message(
                    "a frame of {size} bytes is over the limit of {limit}", size=len(payload), limit=self.frame_limit
                )
            )
        header = HEADER.pack(MAGIC, len(payload))
        # In one piece where it is small: the other side would be woken for the header, only to wait for the rest.
        parts = [header + payload] if len(payload) <= CHUNK else [header, payload]
        for part in parts:
            view = memoryview(part)
            while view:
                try:
                    view = view[self.connection.send(view[:CHUNK]) :]
                except BlockingIOError:
                    self._wait(select.POLLOUT, deadline)
                except OSError as error:
                    raise WireClosed(str(error)) from error

    def receive(self, deadline: Deadline | None = None) -> bytes:
        """Receive one frame.

        Raises:
            WireError: on a wrong header or a length over the limit.
            WireClosed, WireTimeout: as their names say.
        """
        magic, length = HEADER.unpack(self._exactly(HEADER.size, deadline))
        if magic != MAGIC:
            raise WireError(Message("a frame starts with the wrong bytes"))
        if length > self.frame_limit:
            raise WireError(
                Message("a frame claims {size} bytes; the limit is {limit}", size=length, limit=self.frame_limit)
            )
        return self._exactly(length, deadline)

    def has_unread_bytes(self) -> bool:
        """Whether something has arrived that nobody asked for."""
        if self._unread:
            return True
        if not self._poller(select.POLLIN).poll(0):
            return False
        try:
            return bool(self.connection.recv(1, socket.MSG_PEEK))
        except OSError:
            return False

    def close(self) -> None:
        self.connection.close()

    def _exactly(self, count: int, deadline: Deadline | None) -> bytes:
        # The buffer grows with what has really arrived: a claimed length alone costs no memory.
        buffer = self._unread
        crumbs = False
        while len(buffer) < count:
            try:
                part = self.connection.recv(min(CHUNK, max(AHEAD, count - len(buffer))))
            except BlockingIOError:
                self._wait(select.POLLIN, deadline, waited=crumbs)
                continue
            except OSError as error:
                raise WireClosed(str(error)) from error
            if not part:
                raise WireClosed("the connection ended")
            buffer += part
            crumbs = len(part) < AHEAD  # whoever sends so little at a time is what is waited for
            if deadline is not None and len(buffer) < count:
                deadline.left()  # also where bytes keep coming, one by one
        taken = bytes(memoryview(buffer)[:count])
        self._unread = buffer[count:]
        return taken

    def _wait(self, event: int, deadline: Deadline | None, waited: bool = False) -> None:
        """Wait until the socket is ready.

        Args:
            event: of ``select.poll``.
            deadline: until when.
            waited: whether the other side has been waited for already, since the last wait.
        """
        poller = self._poller(event)
        if deadline is None:
            poller.poll()
            return
        if waited:
            deadline.waits()
        else:
            deadline.moves()
        while not poller.poll(max(1, int(deadline.left() * 1000))):
            deadline.waits()

    def _poller(self, event: int) -> select.poll:
        if event not in self._pollers:
            self._pollers[event] = select.poll()
            self._pollers[event].register(self.connection, event)
        return self._pollers[event]
