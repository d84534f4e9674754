"""The tables of the study database, and which of their rows are the newest."""

import sqlalchemy as sa

SCHEMA = "4"  # the newest of `migrations/versions/`, which tell how older ones differ
METADATA = sa.MetaData()

VERSION = sa.Table(  # Alembic's own
    "alembic_version",
    METADATA,
    sa.Column("version_num", sa.String(32), nullable=False),
    sa.PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)

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
    sa.Column("uid", sa.String, nullable=False),  # the same in every database that it is brought into
    sa.Column("who", sa.String, nullable=False),  # "" for what no coder did
    sa.Column("kind", sa.String, nullable=False),  # of the coding screen: act, undo or redo; "" for others
    sa.Column("undoes", sa.Integer),  # an undo or redo: the batch that it takes back
    sa.Column("codebook", sa.Text, nullable=False),  # what the act added to the codebook
    sa.Index("ix_batches_who", "who", "kind"),
    sa.Index("ix_batches_uid", "uid", unique=True),
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
    sa.Column("uid", sa.String, nullable=False),
    sa.Column("follows", sa.String, nullable=False),  # uid of the coding that it is another form of, or ""
    sa.Column("striking", sa.Boolean, nullable=False),
    sa.Column("doubt", sa.Boolean, nullable=False),
    sa.ForeignKeyConstraint(["transcript", "version"], ["transcripts.id", "transcripts.version"]),
    sa.Index("ix_codings_uid", "uid", unique=True),
    sa.Index("ix_codings_follows", "follows"),
    sa.Index("ix_codings_turn", "transcript", "turn"),
    sa.Index("ix_codings_batch", "batch"),
)
RETRACTIONS = sa.Table(
    "retractions",
    METADATA,
    sa.Column("coding", sa.ForeignKey("codings.id"), primary_key=True),
    sa.Column("batch", sa.ForeignKey("batches.id"), nullable=False),
    sa.Index("ix_retractions_batch", "batch"),
)
MARKS = sa.Table(
    "marks",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),  # the last one of a place holds
    sa.Column("batch", sa.ForeignKey("batches.id"), nullable=False),
    sa.Column("uid", sa.String, nullable=False),
    sa.Column("transcript", sa.String, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("turn", sa.Integer, nullable=False),  # 0: the whole transcript
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("code", sa.String, nullable=False),
    sa.Column("coder", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.ForeignKeyConstraint(["transcript", "version"], ["transcripts.id", "transcripts.version"]),
    sa.Index("ix_marks_uid", "uid", unique=True),
    sa.Index("ix_marks_transcript", "transcript"),
    sa.Index("ix_marks_batch", "batch"),
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


def is_newest(of: sa.Table) -> sa.ColumnElement[bool]:
    """Whether a row is on the newest version of its transcript, that is not retired.

    As a condition on that row alone: SQLite goes through all rows of every transcript when it may join them.
    """
    c, other = of.c, TRANSCRIPTS.alias().c
    later = sa.exists().where(other.id == c.transcript, other.version > c.version)
    return ~later & c.transcript.not_in(retired())


def retired() -> sa.Select[tuple[str]]:
    """The transcripts that are retired now."""
    c = RETIREMENTS.c
    last = sa.select(sa.func.max(c.id)).group_by(c.transcript)
    return sa.select(c.transcript).where(c.id.in_(last), c.gone)
