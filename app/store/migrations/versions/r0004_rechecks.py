"""Registered baselines with their versions, and the journal of re-checks."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "baselines",
        sa.Column("id", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("retired", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_baselines"),
    )
    op.create_table(
        "baseline_versions",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("baseline", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(60), nullable=False),
        sa.Column("registered", MOMENT, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_baseline_versions"),
        sa.UniqueConstraint("baseline", "version", name="uq_baseline_versions_baseline_version"),
        sa.ForeignKeyConstraint(["baseline"], ["baselines.id"], name="fk_baseline_versions_baseline"),
    )
    op.create_table(
        "rechecks",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("plan", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("made", MOMENT, nullable=False),
        sa.Column("asked_by", sa.String(200), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("beat", MOMENT),
        sa.Column("worker", sa.String(80)),
        sa.Column("stopping", sa.Boolean(), nullable=False),
        sa.Column("ended", MOMENT),
        sa.Column("problem", sa.Text()),
        sa.PrimaryKeyConstraint("position", name="pk_rechecks"),
        sa.UniqueConstraint("id", name="uq_rechecks_id"),
        sa.UniqueConstraint("sha256", name="uq_rechecks_sha256"),
    )
    op.create_table(
        "recheck_cases",
        sa.Column("recheck", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(300), nullable=False),
        sa.Column("assessment", sa.Integer()),
        sa.PrimaryKeyConstraint("recheck", "case_id", name="pk_recheck_cases"),
        sa.ForeignKeyConstraint(["recheck"], ["rechecks.position"], name="fk_recheck_cases_recheck"),
    )
    op.create_index("ix_recheck_cases_case_id", "recheck_cases", ["case_id"])
    op.create_table(
        "recheck_outcomes",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("recheck", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(300), nullable=False),
        sa.Column("result", sa.LargeBinary()),
        sa.Column("error", sa.Text()),
        sa.PrimaryKeyConstraint("position", name="pk_recheck_outcomes"),
        sa.UniqueConstraint("recheck", "case_id", name="uq_recheck_outcomes_recheck_case_id"),
        sa.ForeignKeyConstraint(["recheck"], ["rechecks.position"], name="fk_recheck_outcomes_recheck"),
    )


def downgrade() -> None:
    """Remove the tables: registered baselines and every run of re-checks are lost. Cases and the chain stay."""
    for table in ("recheck_outcomes", "recheck_cases", "rechecks", "baseline_versions", "baselines"):
        op.drop_table(table)
