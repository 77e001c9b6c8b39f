"""Grading again, beside what is published."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "regrades",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("assignment", sa.String(200), nullable=False),
        sa.Column("made", sa.String(40), nullable=False),
        sa.Column("by", sa.String(200), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
    )
    op.create_table(
        "regraded",
        sa.Column("regrade", sa.Integer, sa.ForeignKey("regrades.id"), primary_key=True),
        sa.Column("hand_in", sa.Integer, sa.ForeignKey("hand_ins.id"), primary_key=True),
        sa.Column("document", sa.Text, nullable=False),
    )
