"""Applications that somebody is still typing in."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "application_drafts",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("holder", sa.String(200), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("begun", MOMENT, nullable=False),
        sa.Column("saved", MOMENT, nullable=False),
        sa.Column("application", sa.String(20)),
        sa.PrimaryKeyConstraint("id", name="pk_application_drafts"),
    )
    op.create_index("ix_application_drafts_holder", "application_drafts", ["holder"])
    op.create_index("ix_application_drafts_saved", "application_drafts", ["saved"])


def downgrade() -> None:
    """Remove the table and what was typed. Nothing rests on it, so no event speaks of it."""
    op.drop_table("application_drafts")
