"""Which requests have been carried out, so that a second arrival changes nothing."""

from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from storage.tables import Received
from tracks.errors import AlreadyDone


class Inbox:
    """The keys of requests, written in the transaction of their effect."""

    def __init__(self, session: Session, *, at: datetime) -> None:
        self._session = session
        self._at = at

    def receive(self, key: str) -> None:
        """Put *key* on record. Raises AlreadyDone when it is there; the transaction is over then."""
        try:
            self._session.execute(insert(Received).values(key=key, at=self._at))
        except IntegrityError as duplicate:
            self._session.rollback()
            raise AlreadyDone from duplicate

    def forget(self, *, before: datetime) -> int:
        """Drop the keys of requests older than *before*, an aware instant; return how many."""
        gone = self._session.execute(delete(Received).where(col(Received.at) < before))
        return int(gone.rowcount)  # type: ignore[attr-defined]  # a DELETE's result counts rows
