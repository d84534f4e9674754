"""A database made for this version of stemmen, or brought up to it."""

from pathlib import Path

import sqlalchemy as sa

from stemmen.store.schema import METADATA, SCHEMA, STUDY, VERSION


def schema_of(connection: sa.Connection) -> str | None:
    """The schema of this database; None when it is not one of stemmen yet.

    Those of before Alembic say it in the table `study`.
    """
    tables = set(sa.inspect(connection).get_table_names())
    found = connection.scalar(sa.select(VERSION.c.version_num)) if VERSION.name in tables else None
    if found is None and STUDY.name in tables:
        found = connection.scalar(sa.select(STUDY.c.value).where(STUDY.c.key == "schema"))
    return str(found) if found is not None else None


def is_older(schema: str) -> bool:
    """Whether this version of stemmen knows how to bring it up to date."""
    return schema.isdigit() and int(schema) < int(SCHEMA)


def make(connection: sa.Connection) -> None:
    """All tables, of the newest schema."""
    METADATA.create_all(connection)
    connection.execute(sa.insert(VERSION).values(version_num=SCHEMA))


def upgrade(connection: sa.Connection, schema: str) -> None:
    """Take every step from this schema to the newest, in the transaction of the connection."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    if VERSION.name not in sa.inspect(connection).get_table_names():
        command.stamp(config, schema)
    command.upgrade(config, "head")
    connection.execute(sa.delete(STUDY).where(STUDY.c.key == "schema"))
