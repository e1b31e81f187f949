"""Keep what is worked on in a part as it was when everybody had accepted."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.execute('ALTER TABLE "session" ADD COLUMN work_sha VARCHAR REFERENCES snapshot (sha256)')
