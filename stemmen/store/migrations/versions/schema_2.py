"""Turns know their section, and files tell attributes of speakers."""

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Turns of before are in no section."""
    op.add_column("turns", sa.Column("section", sa.Text, nullable=False, server_default=""))
    op.create_table(
        "attributes",
        sa.Column("transcript", sa.String, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("speaker", sa.String, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["transcript", "version"], ["transcripts.id", "transcripts.version"]),
    )
