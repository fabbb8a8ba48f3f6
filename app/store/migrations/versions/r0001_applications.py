"""Applications, assessments and officers' parts: the tables that were made before there were steps."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "applications",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("reference", sa.String(300), nullable=False),
        sa.Column("received", MOMENT, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_applications"),
        sa.UniqueConstraint("id", name="uq_applications_id"),
    )
    op.create_table(
        "assessments",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("application", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made", MOMENT, nullable=False),
        sa.Column("as_at", sa.Date(), nullable=False),
        sa.Column("baseline", sa.String(80), nullable=False),
        sa.Column("snapshot", sa.String(80), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("baseline_content", sa.LargeBinary(), nullable=False),
        sa.Column("baseline_sha256", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_assessments"),
        sa.UniqueConstraint("application", "number", name="uq_assessments_application_number"),
        sa.ForeignKeyConstraint(
            ["application"], ["applications.position"], name="fk_assessments_application"
        ),
    )
    op.create_index("ix_assessments_baseline", "assessments", ["baseline"])
    op.create_index("ix_assessments_snapshot", "assessments", ["snapshot"])
    op.create_table(
        "officer_parts",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("application", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("given", MOMENT, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_officer_parts"),
        sa.UniqueConstraint("application", "version", name="uq_officer_parts_application_version"),
        sa.ForeignKeyConstraint(
            ["application"], ["applications.position"], name="fk_officer_parts_application"
        ),
    )


def downgrade() -> None:
    """Remove the three tables and all that is in them."""
    for table in ("officer_parts", "assessments", "applications"):
        op.drop_table(table)
