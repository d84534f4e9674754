"""The first one: transcripts, turns, codings and retractions; made before there was Alembic."""

revision = "1"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is older than this."""
