"""The tables of the study database, and which of their rows are the newest."""

import sqlalchemy as sa

SCHEMA = 3  # 1: without sections and attributes; 2: without replacements
METADATA = sa.MetaData()

STUDY = sa.Table(
    "study",
    METADATA,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("value", sa.String, nullable=False),
)
TRANSCRIPTS = sa.Table(
    "transcripts",
    METADATA,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("sha256", sa.String, nullable=False),
    sa.Column("source", sa.String, nullable=False),
    sa.Column("source_sha256", sa.String, nullable=False),
    sa.Column("introduction", sa.Text, nullable=False),
)
TURNS = sa.Table(
    "turns",
    METADATA,
    sa.Column("transcript", sa.String, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("speaker", sa.String, nullable=False),
    sa.Column("role", sa.String, nullable=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("time", sa.Float),
    sa.Column("section", sa.Text, nullable=False, server_default=""),
    sa.ForeignKeyConstraint(["transcript", "version"], ["transcripts.id", "transcripts.version"]),
)
ATTRIBUTES = sa.Table(
    "attributes",
    METADATA,
    sa.Column("transcript", sa.String, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("speaker", sa.String, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("value", sa.Text, nullable=False),
    sa.ForeignKeyConstraint(["transcript", "version"], ["transcripts.id", "transcripts.version"]),
)
BATCHES = sa.Table(
    "batches",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("what", sa.String, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
)
CODINGS = sa.Table(
    "codings",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("batch", sa.ForeignKey("batches.id"), nullable=False),
    sa.Column("transcript", sa.String, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("turn", sa.Integer, nullable=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("code", sa.String, nullable=False, index=True),
    sa.Column("coder", sa.String, nullable=False),
    sa.Column("method", sa.String, nullable=False),
    sa.Column("evidence", sa.Text, nullable=False),
    sa.Column("confidence", sa.Float),
    sa.Column("negated", sa.Boolean, nullable=False),
    sa.Column("valence", sa.String),
    sa.Column("memo", sa.Text, nullable=False),
    sa.Column("codebook_version", sa.String, nullable=False),
    sa.ForeignKeyConstraint(["transcript", "version"], ["transcripts.id", "transcripts.version"]),
)
RETRACTIONS = sa.Table(
    "retractions",
    METADATA,
    sa.Column("coding", sa.ForeignKey("codings.id"), primary_key=True),
    sa.Column("batch", sa.ForeignKey("batches.id"), nullable=False),
)
RETIREMENTS = sa.Table(
    "retirements",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("transcript", sa.String, nullable=False),
    sa.Column("gone", sa.Boolean, nullable=False),  # False: read again; the last row of a transcript holds
    sa.Column("batch", sa.ForeignKey("batches.id"), nullable=False),
)
REPLACEMENTS = sa.Table(
    "replacements",
    METADATA,
    sa.Column("transcript", sa.String, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("stretches", sa.Text, nullable=False),  # JSON: [start, end, new], in the text as it was read
    sa.Column("fields", sa.Text, nullable=False),  # JSON: other parts in which words were replaced
    sa.Column("labels", sa.Text, nullable=False),  # JSON: speakers' labels that came in the place of others
    sa.ForeignKeyConstraint(["transcript", "version"], ["transcripts.id", "transcripts.version"]),
)
DERIVED = sa.Table(
    "derived",
    METADATA,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("fingerprint", sa.String, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
)


def newest_versions() -> sa.Subquery:
    """By id the number of the newest version, of what is not retired."""
    c = TRANSCRIPTS.c
    counting = sa.select(c.id, sa.func.max(c.version).label("version")).where(c.id.not_in(retired()))
    return counting.group_by(c.id).subquery()


def retired() -> sa.Select[tuple[str]]:
    """The transcripts that are retired now."""
    c = RETIREMENTS.c
    last = sa.select(sa.func.max(c.id)).group_by(c.transcript)
    return sa.select(c.transcript).where(c.id.in_(last), c.gone)
