"""What was replaced in a transcript is remembered, so that its file can be read again."""

import sqlalchemy as sa
from alembic import op

revision = "3"
down_revision = "2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing was replaced before."""
    op.create_table(
        "replacements",
        sa.Column("transcript", sa.String, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("stretches", sa.Text, nullable=False),
        sa.Column("fields", sa.Text, nullable=False),
        sa.Column("labels", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["transcript", "version"], ["transcripts.id", "transcripts.version"]),
    )
