"""Alembic runs this: the steps go through the connection, and the transaction, that the store hands it."""

from alembic import context

from stemmen.store.schema import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
