"""Signed addresses of candidates' pages: they tell nothing, and cannot be made by anybody else."""

from itsdangerous import BadSignature, URLSafeSerializer

from tracks.errors import LinkExpired


class Links:
    """Makes and reads the tokens in ``/c/{token}``."""

    def __init__(self, secret_key: str, public_url: str) -> None:
        self._serializer = URLSafeSerializer(secret_key, salt="candidate-page")
        self._public_url = public_url.rstrip("/")

    def token(self, invitation_id: str, epoch: int) -> str:
        """Return the token for an invitation's page; it stops working when the invitation's epoch grows."""
        return str(self._serializer.dumps([invitation_id, epoch]))

    def address(self, invitation_id: str, epoch: int) -> str:
        """Return the whole address of an invitation's page."""
        return f"{self._public_url}/c/{self.token(invitation_id, epoch)}"

    def read(self, token: str) -> tuple[str, int]:
        """Return the invitation's id and the epoch that *token* was made for. Raises LinkExpired."""
        try:
            invitation_id, epoch = self._serializer.loads(token)
            return str(invitation_id), int(epoch)
        except (BadSignature, ValueError, TypeError) as wrong:
            raise LinkExpired from wrong
