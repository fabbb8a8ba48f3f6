"""What alembic runs: the steps, on the connection that it was given."""

from alembic import context

from app.store.tables import Table

with_connection = context.config.attributes["connection"]
context.configure(
    connection=with_connection,
    target_metadata=Table.metadata,
    # SQLite takes changes of tables back like any other; alembic does not count on it by itself.
    transactional_ddl=True,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
