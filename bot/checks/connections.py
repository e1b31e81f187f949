"""Whether Slack and the mail server answer, and let us do what we need."""

import smtplib
from collections.abc import Iterator

from slack_sdk.errors import SlackApiError

from bot.adapters.mail import SmtpMailer
from bot.adapters.slack import failure, web_client
from bot.checks.finding import Finding, fault, note
from bot.manifest import SCOPES
from bot.settings import Settings

MAIL_IS_OFF = (
    "mail is off: only candidates in Slack can be invited, and calendar invitations go by Slack alone; "
    "set TRACKS_SMTP_URL and TRACKS_MAIL_FROM to change that"
)
_REMEDIES = {
    "invalid_auth": "copy the token again from your app's page at Slack",
    "not_authed": "copy the token again from your app's page at Slack",
    "token_revoked": "install the app into the workspace again and copy the new token",
    "account_inactive": "install the app into the workspace again and copy the new token",
    "missing_scope": "apply the output of `interview-tracks manifest` and install the app again",
}


def slack_findings(settings: Settings) -> Iterator[Finding]:
    """Ask Slack whether the tokens are good and the app may do what its manifest says."""
    if settings.slack_bot_token is not None:
        yield from _bot(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    if settings.slack_app_token is not None:
        client = web_client(settings.slack_app_token.get_secret_value(), settings.slack_api_url)
        try:
            client.api_call("apps.connections.open")
        except Exception as wrong:  # noqa: BLE001 -- whatever it is, the operator has to read it
            yield fault(f"SLACK_APP_TOKEN: {_refusal(wrong)}")


def _bot(token: str, api_url: str) -> Iterator[Finding]:
    try:
        answer = web_client(token, api_url).api_call("auth.test")
    except Exception as wrong:  # noqa: BLE001 -- whatever it is, the operator has to read it
        yield fault(f"SLACK_BOT_TOKEN: {_refusal(wrong)}")
        return
    headers = {name.lower(): value for name, value in answer.headers.items()}
    said = headers.get("x-oauth-scopes", "")
    given = set((said[0] if isinstance(said, list) else said).replace(" ", "").split(","))
    for scope in sorted(set(SCOPES) - given):
        yield fault(
            f"the app lacks the scope {scope}, with which it {SCOPES[scope]}: "
            "apply the output of `interview-tracks manifest` and install the app again"
        )
    yield note(f"Slack knows us as {answer.get('user')} in {answer.get('team')}")


def _refusal(error: Exception) -> str:
    reason = failure(error).reason
    if isinstance(error, SlackApiError):
        return f"Slack says {reason}; {_REMEDIES.get(reason, 'see what Slack writes about this word')}"
    return f"Slack cannot be reached ({reason}); look at the network, proxy and SLACK_API_URL"


def mail_findings(settings: Settings) -> Iterator[Finding]:
    """Greet the mail server and sign in, without sending anything."""
    if settings.smtp_url is None:
        yield note(MAIL_IS_OFF)
        return
    mailer = SmtpMailer(settings.smtp_url.get_secret_value(), settings.mail_from or "")
    try:
        with mailer.connected() as server:
            server.ehlo()
    except smtplib.SMTPAuthenticationError:
        yield fault("TRACKS_SMTP_URL: the mail server refuses user or password; mend them")
    except (OSError, smtplib.SMTPException) as wrong:
        yield fault(
            f"TRACKS_SMTP_URL: the mail server does not answer ({wrong}); mend host, port or firewall"
        )
