"""Judgements as events: who did what, undone by what; marks beside codings; uids that merging knows."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "4"
down_revision = "3"
branch_labels = None
depends_on = None

_INDEXES = {
    "ix_batches_who": ("batches", ["who", "kind"]),
    "ix_batches_uid": ("batches", ["uid"]),
    "ix_codings_uid": ("codings", ["uid"]),
    "ix_codings_follows": ("codings", ["follows"]),
    "ix_codings_turn": ("codings", ["transcript", "turn"]),
    "ix_codings_batch": ("codings", ["batch"]),
    "ix_retractions_batch": ("retractions", ["batch"]),
    "ix_marks_uid": ("marks", ["uid"]),
    "ix_marks_transcript": ("marks", ["transcript"]),
    "ix_marks_batch": ("marks", ["batch"]),
}


def upgrade() -> None:
    """Earlier batches were nobody's act in the coding screen; each gets a name of its own, as codings do."""
    for name in ("uid", "who", "kind"):
        op.add_column("batches", sa.Column(name, sa.String, nullable=False, server_default=""))
    op.add_column("batches", sa.Column("undoes", sa.Integer))
    op.add_column("batches", sa.Column("codebook", sa.Text, nullable=False, server_default=""))
    for name in ("uid", "follows"):
        op.add_column("codings", sa.Column(name, sa.String, nullable=False, server_default=""))
    for name in ("striking", "doubt"):
        op.add_column("codings", sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false()))
    _make_marks()
    for table in ("batches", "codings"):
        _name_rows(table)
    for name, (table, columns) in _INDEXES.items():
        op.create_index(name, table, columns, unique=columns == ["uid"])


def _make_marks() -> None:
    numbers = ("batch", "version", "turn", "start", "end")
    words = ("uid", "transcript", "code", "coder", "kind")
    op.create_table(
        "marks",
        sa.Column("id", sa.Integer, primary_key=True),
        *(sa.Column(name, sa.Integer, nullable=False) for name in numbers),
        *(sa.Column(name, sa.String, nullable=False) for name in words),
        sa.Column("text", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["batch"], ["batches.id"]),
        sa.ForeignKeyConstraint(["transcript", "version"], ["transcripts.id", "transcripts.version"]),
    )


def _name_rows(table: str) -> None:
    rows = sa.table(table, sa.column("id", sa.Integer), sa.column("uid", sa.String))
    connection = op.get_bind()
    names = [{"key": key, "name": uuid.uuid4().hex} for key in connection.scalars(sa.select(rows.c.id))]
    if names:
        change = sa.update(rows).where(rows.c.id == sa.bindparam("key")).values(uid=sa.bindparam("name"))
        connection.execute(change, names)
