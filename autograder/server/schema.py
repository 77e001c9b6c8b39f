"""The tables, as the newest migration leaves them (a test compares the two). Instants are stored as ISO 8601 in UTC."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

hand_ins = Table(
    "hand_ins",
    metadata,
    Column("id", Integer, primary_key=True),  # in the order of arrival
    Column("receipt", String(32), nullable=False, unique=True),
    Column("assignment", String(200), nullable=False),
    Column("owner", String(200), nullable=False),  # the person's id, or the group
    Column("person", String(200), nullable=False),  # who sent it
    Column("time", String(40), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("name", String(200), nullable=False),  # the file's, cleaned; only shown
    Column("kind", String(8), nullable=False),  # "ipynb", "zip" or "py", by content first
    Column("attempt", Integer, nullable=False),
    Column("state", String(16), nullable=False),  # waiting, done
    Index("hand_ins_of_owner", "assignment", "owner"),
    Index("hand_ins_waiting", "state", "id"),
)

results = Table(
    "results",
    metadata,
    Column("hand_in", Integer, ForeignKey("hand_ins.id"), primary_key=True),  # so there is never a second one
    Column("document", Text, nullable=False),  # as in a result file
    Column("graded", String(40), nullable=False),
    Column("published", Boolean, nullable=False, default=False),  # the results folder has been told
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),  # of the secret; the secret itself is nowhere
    Column("person", String(200), nullable=False),
    Column("staff", Boolean, nullable=False, default=False),
    Column("made", String(40), nullable=False),
    Column("expires", String(40), nullable=False),
    Column("revoked", String(40), nullable=False, default=""),
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("token", Integer, ForeignKey("tokens.id"), nullable=True),  # revoked with it
    Column("person", String(200), nullable=False),
    Column("staff", Boolean, nullable=False, default=False),
    Column("made", String(40), nullable=False),
    Column("expires", String(40), nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("time", String(40), nullable=False),
    Column("who", String(200), nullable=False),
    Column("what", String(40), nullable=False),
    Column("about", String(400), nullable=False, default=""),
    Column("address", String(60), nullable=False, default=""),
)

regrades = Table(
    "regrades",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("assignment", String(200), nullable=False),
    Column("made", String(40), nullable=False),
    Column("by", String(200), nullable=False),
    Column("state", String(16), nullable=False),  # running, published, dropped
)

regraded = Table(
    "regraded",
    metadata,
    Column("regrade", Integer, ForeignKey("regrades.id"), primary_key=True),
    Column("hand_in", Integer, ForeignKey("hand_ins.id"), primary_key=True),
    Column("document", Text, nullable=False, default=""),  # "" while it waits
)
