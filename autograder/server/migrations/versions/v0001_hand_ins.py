"""Hand-ins and results, who is who, and who did what."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "hand_ins",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("receipt", sa.String(32), nullable=False, unique=True),
        sa.Column("assignment", sa.String(200), nullable=False),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("person", sa.String(200), nullable=False),
        sa.Column("time", sa.String(40), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
    )
    op.create_index("hand_ins_of_owner", "hand_ins", ["assignment", "owner"])
    op.create_index("hand_ins_waiting", "hand_ins", ["state", "id"])
    op.create_table(
        "results",
        sa.Column("hand_in", sa.Integer, sa.ForeignKey("hand_ins.id"), primary_key=True),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("graded", sa.String(40), nullable=False),
        sa.Column("published", sa.Boolean, nullable=False),
    )
    op.create_table(
        "tokens",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("person", sa.String(200), nullable=False),
        sa.Column("staff", sa.Boolean, nullable=False),
        sa.Column("made", sa.String(40), nullable=False),
        sa.Column("expires", sa.String(40), nullable=False),
        sa.Column("revoked", sa.String(40), nullable=False),
    )
    op.create_table(
        "sessions",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("token", sa.Integer, sa.ForeignKey("tokens.id"), nullable=True),
        sa.Column("person", sa.String(200), nullable=False),
        sa.Column("staff", sa.Boolean, nullable=False),
        sa.Column("made", sa.String(40), nullable=False),
        sa.Column("expires", sa.String(40), nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("time", sa.String(40), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("about", sa.String(400), nullable=False),
        sa.Column("address", sa.String(60), nullable=False),
    )
