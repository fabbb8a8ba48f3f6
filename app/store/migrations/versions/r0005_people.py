"""People who sign in, their sessions, and sign-ins under way."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "people",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(200), nullable=False),
        sa.Column("holder", sa.String(200), nullable=False),
        sa.Column("issuer", sa.String(300), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("boards", sa.Text(), nullable=False),
        sa.Column("made", MOMENT, nullable=False),
        sa.Column("subject", sa.String(255)),
        sa.Column("disabled", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("issuer", "email", name="uq_people_issuer_email"),
        sa.UniqueConstraint("issuer", "subject", name="uq_people_issuer_subject"),
        sa.UniqueConstraint("holder", name="uq_people_holder"),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("form_secret", sa.String(64), nullable=False),
        sa.Column("made", MOMENT, nullable=False),
        sa.Column("seen", MOMENT, nullable=False),
        sa.Column("expires", MOMENT, nullable=False),
        sa.Column("person", sa.String(20)),
        sa.Column("key", sa.String(20)),
        sa.Column("ended", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sa.UniqueConstraint("sha256", name="uq_sessions_sha256"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_sessions_person"),
        sa.ForeignKeyConstraint(["key"], ["api_keys.id"], name="fk_sessions_key"),
    )
    for column in ("person", "key", "expires"):
        op.create_index(f"ix_sessions_{column}", "sessions", [column])
    op.create_table(
        "sign_in_attempts",
        sa.Column("state_sha256", sa.String(64), nullable=False),
        sa.Column("visit_sha256", sa.String(64), nullable=False),
        sa.Column("nonce", sa.String(64), nullable=False),
        sa.Column("verifier", sa.String(128), nullable=False),
        sa.Column("following", sa.Text(), nullable=False),
        sa.Column("carried", sa.Text(), nullable=False),
        sa.Column("made", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("state_sha256", name="pk_sign_in_attempts"),
    )
    op.create_index("ix_sign_in_attempts_made", "sign_in_attempts", ["made"])


def downgrade() -> None:
    """Remove people and sessions: everybody has to be put on the list again. Keys and the chain stay."""
    for table in ("sign_in_attempts", "sessions", "people"):
        op.drop_table(table)
