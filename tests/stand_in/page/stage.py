"""A small company with a small bot behind the page, for its tests and for looking at it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.routing import Mount

from bot.stand_in import page
from bot.stand_in.delivery import NO_ANSWER, BotAnswer
from bot.stand_in.mailbox import Mailbox, parse
from bot.stand_in.records import Installation
from bot.stand_in.web_api import build_app
from bot.stand_in.workspace import Workspace

TUESDAY = datetime(2026, 3, 24, 13, 5, tzinfo=UTC)
EPOCH = int(datetime(2026, 3, 26, 9, 0, tzinfo=UTC).timestamp())
INVITATION = """BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VEVENT
SUMMARY:Conversation with Rita Recruiter
DTSTART;TZID=Europe/Berlin:20260326T100000
DTEND;TZID=Europe/Berlin:20260326T134000
LOCATION:https://meet.example/42
DESCRIPTION:Bring what you like to
  type with\\, and a drink.
SEQUENCE:1
END:VEVENT
END:VCALENDAR
"""


def plain(text):
    return {"type": "plain_text", "text": text}


def mrkdwn(text):
    return {"type": "mrkdwn", "text": text}


def button(label, action, **more):
    return {"type": "button", "action_id": action, "text": plain(label), "value": action, **more}


def option(label, value=None, **more):
    return {"text": plain(label), "value": value or label.lower(), **more}


def asks(block_id, label, element, **more):
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element, **more}


def section(text, **more):
    return {"type": "section", "text": mrkdwn(text), **more}


PAPER = [
    {"type": "header", "text": plain("Choose how you would like to be interviewed")},
    section(
        "Hello Otto, *Example GmbH* is looking for a _senior backend engineer_. "
        "Rita read your talk on <https://example.com/talk|queues that forget nothing>.\n\n"
        "The same holds for all three:\n• six dimensions, each seen by two people\n• ~no~ nobody is ranked\n"
        f"• answer until <!date^{EPOCH}^{{date_long}} at {{time}}|Thu 26 March 2026, 10:00 Berlin>",
        expand=True,
    ),
    {"type": "divider"},
    section(
        "*The traditionalist*\nPrepared questions in a fixed order; `no assistants` in the first half.",
        block_id="traditionalist",
        accessory=button("Choose the traditionalist", "choose:traditionalist"),
    ),
    section(
        "*The pragmatist*\nOne problem of the kind we really have, time to think, then a talk about it.",
        block_id="pragmatist",
        accessory=button("Choose the pragmatist", "choose:pragmatist"),
    ),
    section(
        "*The realist*\nBring something that you know well, and explain it.",
        block_id="realist",
        accessory=button("Choose the realist", "choose:realist"),
    ),
    {
        "type": "actions",
        "block_id": "other",
        "elements": [
            button("Ask a person", "ask", style="primary"),
            button(
                "Withdraw",
                "withdraw",
                style="danger",
                confirm={
                    "title": plain("Withdraw your application?"),
                    "text": mrkdwn("This ends everything kindly. *Nobody* will write to you again."),
                    "confirm": plain("Withdraw"),
                    "deny": plain("Keep it"),
                    "style": "danger",
                },
            ),
            {
                "type": "overflow",
                "action_id": "rare",
                "options": [option("Not now", "not_now"), option("Send it by mail", "mail")],
            },
        ],
    },
    {"type": "context", "elements": [mrkdwn("220 minutes in all · video · privacy@example.com")]},
]


def invitation(**more):
    """The form that invites one candidate; it holds most kinds of fields."""
    return {
        "type": "modal",
        "callback_id": "invite",
        "notify_on_close": True,
        "title": plain("Invite a candidate"),
        "submit": plain("Preview"),
        "close": plain("Cancel"),
        "blocks": [
            section("One candidate at a time. You see the paper before it is sent."),
            asks("who", "Candidate", {"type": "users_select", "action_id": "v"}, optional=True),
            asks("called", "How they like to be called", {"type": "plain_text_input", "action_id": "v"}),
            asks(
                "why",
                "Why this person",
                {"type": "plain_text_input", "action_id": "v", "multiline": True, "min_length": 40},
                hint=plain("At least 40 characters; the candidate reads it."),
            ),
            asks("mail", "Mail address", {"type": "email_text_input", "action_id": "v"}, optional=True),
            asks(
                "role",
                "Role",
                {
                    "type": "static_select",
                    "action_id": "v",
                    "options": [option("Senior backend engineer", "backend"), option("AI engineer", "ai")],
                },
            ),
            asks(
                "sittings",
                "Sittings",
                {
                    "type": "radio_buttons",
                    "action_id": "v",
                    "options": [option("One day", "one"), option("Two days", "two")],
                    "initial_option": option("One day", "one"),
                },
            ),
            asks(
                "tracks",
                "Tracks on offer",
                {
                    "type": "checkboxes",
                    "action_id": "v",
                    "options": [option(each) for each in ("Traditionalist", "Pragmatist", "Realist")],
                },
                optional=True,
            ),
            asks("until", "Answer until", {"type": "datetimepicker", "action_id": "v"}, optional=True),
            asks("day", "First day", {"type": "datepicker", "action_id": "v"}, optional=True),
            asks("cv", "Their one-page note", {"type": "file_input", "action_id": "v"}, optional=True),
            {"type": "actions", "block_id": "more", "elements": [button("Explain the tracks", "explain")]},
        ],
        **more,
    }


HOME = [
    {"type": "header", "text": plain("What waits for you")},
    section("*Otto Outsider*, senior backend engineer\nWaits for a choice of track since yesterday."),
    {
        "type": "section",
        "fields": [mrkdwn("*For me*\n1 reply"), mrkdwn("*For the candidate*\nchoice"), mrkdwn("*Panel*\n–")],
    },
    {"type": "actions", "elements": [button("Invite a candidate", "invite", style="primary")]},
    {
        "type": "section",
        "block_id": "show",
        "text": mrkdwn("Show"),
        "accessory": {
            "type": "static_select",
            "action_id": "filter",
            "placeholder": plain("Which candidacies"),
            "options": [option("Mine"), option("All of my roles", "all")],
        },
    },
]


@dataclass
class Clock:
    """People's time, moved by the page."""

    moment: datetime = TUESDAY
    due: list = field(default_factory=lambda: [TUESDAY + timedelta(hours=20)])

    def now(self):
        return self.moment

    def advance(self, by):
        self.moment += by

    def next_due(self):
        return min(self.due, default=None)


@dataclass
class Seconds:
    """The machine's time, moved by hand."""

    value: float = 1_700_000_000.0

    def __call__(self):
        return self.value

    def forward(self):
        self.value += 1.1


@dataclass
class Bot:
    """Answers in place of the real one; *heard* keeps what reached it."""

    workspace: Workspace
    heard: list = field(default_factory=list)
    down: bool = False

    @property
    def client(self):
        """Slack's client; each time a second has passed, as Slack asks between two messages."""
        self.workspace.machine.forward()
        base = f"{self.workspace.address}/api/"
        return WebClient(token=self.workspace.app.bot_token, base_url=base, retry_handlers=[])

    def send(self, kind, payload, _headers):
        if self.down:
            return BotAnswer(status=NO_ANSWER, reason="connection_failed")
        self.heard.append((kind, payload))
        name = payload.get("type") if kind == "interactive" else kind
        return getattr(self, f"on_{name}", self.fine)(payload) or BotAnswer(status=200)

    @property
    def pressed(self):
        """The actions that reached it, oldest first."""
        return [payload["actions"][0] for _, payload in self.heard if "actions" in payload]

    def fine(self, _payload):
        return None

    def on_command(self, payload):
        if payload["text"] == "invite":
            return self.on_shortcut(payload)
        return BotAnswer(status=200, body=f"There is no {payload['text']}. Try `/tracks invite`.")

    def on_shortcut(self, payload):
        self.client.views_open(trigger_id=payload["trigger_id"], view=invitation())

    def on_event(self, payload):
        event = payload["event"]
        if event["type"] == "app_home_opened" and event["tab"] == "home":
            self.client.views_publish(user_id=event["user"], view={"type": "home", "blocks": HOME})
        if event["type"] == "message" and not {"bot_id", "subtype"} & set(event):
            self.client.chat_postMessage(channel=event["channel"], text=f"You said: {event['text']}")

    def on_block_actions(self, payload):
        action = payload["actions"][0]
        if action["action_id"] == "invite":
            self.on_shortcut(payload)
        if action["action_id"] == "explain":
            view = {
                "type": "modal",
                "title": plain("The three tracks"),
                "blocks": [section("*The traditionalist* is a classic structured interview.")],
            }
            self.client.views_push(trigger_id=payload["trigger_id"], view=view)
        if action["action_id"].startswith("choose:"):
            track = action["action_id"].removeprefix("choose:")
            self.client.chat_update(
                channel=payload["channel"]["id"],
                ts=payload["message"]["ts"],
                text=f"You chose the {track}.",
                blocks=[section(f"You chose *the {track}*. You can change it until two days before.")],
            )
            self.client.chat_postMessage(channel="C0HIRING", text=f"Otto chose *the {track}*.")

    def on_view_submission(self, payload):
        called = payload["view"]["state"]["values"]["called"]["v"]["value"]
        if called.lower() == "rita":
            words = '"That is the host. Choose somebody else."'
            return BotAnswer(
                status=200, body=f'{{"response_action": "errors", "errors": {{"called": {words}}}}}'
            )
        self.client.chat_postMessage(channel="C0HIRING", text=f"{called} was invited by <@U0RITA>.")
        return BotAnswer(status=200)


@dataclass
class Stage:
    """Everything that a test moves."""

    workspace: Workspace
    clock: Clock
    mailbox: Mailbox
    bot: Bot
    settled: list = field(default_factory=list)
    address: str = ""

    def settle(self):
        self.settled.append(self.clock.moment)
        self.clock.due = [each for each in self.clock.due if each > self.clock.moment]

    def app(self):
        mine = page.routes(
            self.workspace,
            self.mailbox,
            self.clock,
            settle=self.settle,
            outsiders={"mila@example.net": "Mila Moser"},
        )
        return Starlette(routes=[*mine, Mount("/", build_app(self.workspace))])

    def mail(self, to, subject="Choose how you would like to be interviewed"):
        """Let a mail with text, HTML and an invitation arrive."""
        message = EmailMessage()
        message["Subject"], message["From"], message["To"] = subject, "Example GmbH <tracks@example.com>", to
        message["Reply-To"] = "Rita Recruiter <rita@example.com>"
        message.set_content(f"Hello,\n\nyour page: {self.address}/c/token\n")
        message.add_alternative(
            f'<p>Hello,</p><p><a href="{self.address}/c/token">Open your page</a></p><script>x()</script>',
            subtype="html",
        )
        message.add_attachment(
            INVITATION.replace("\n", "\r\n").encode(), maintype="text", subtype="calendar", filename="i.ics"
        )
        self.mailbox.mails.append(parse(message.as_bytes(), "tracks@example.com", [to], self.clock.now()))

    def play(self):
        """Let a paper, a thread and a file be there."""
        parent = self.bot.client.chat_postMessage(
            channel="C0HIRING", text="Otto", blocks=[section("*Otto Outsider* · invited by <@U0RITA>")]
        )
        for words in ("Paper sent.", "Otto has read it in <#C0HIRING>."):
            self.bot.client.chat_postMessage(channel="C0HIRING", text=words, thread_ts=parent["ts"])
        self.bot.client.chat_postMessage(
            channel=self.workspace.person("U0OTTO").dm.id, text="Choose", blocks=PAPER
        )
        ada = self.workspace.person("U0ADA")
        self.bot.client.chat_postEphemeral(channel="C0HIRING", user="U0ADA", text="Only Ada reads this.")
        self.bot.client.files_upload_v2(
            channel=ada.dm.id, filename="invitation.ics", content=INVITATION, initial_comment="Your interview"
        )


def set_stage() -> Stage:
    """Rita recruits, Caro coordinates, Hans decides, Ada and Ken interview, Otto is the candidate."""
    clock = Clock()
    app = Installation(shortcuts={"invite_candidate": "global"})
    workspace = Workspace(now=clock.now, machine=Seconds(), app=app)
    workspace.add_person(
        "U0OTTO", "Otto Outsider", email="otto@x.example", external_team="T0X", tz="Europe/Paris"
    )
    workspace.add_person("U0RITA", "Rita Recruiter", email="rita@example.com", title="Recruiter")
    workspace.add_person("U0CARO", "Caro Coordinator", title="Coordinator")
    workspace.add_person("U0HANS", "Hans Hartmann", title="Hiring manager")
    workspace.add_person(
        "U0ADA", "Ada Lovelace", tz="America/New_York", email="ada@x.example", title="Staff engineer"
    )
    workspace.add_person("U0KEN", "Ken Okafor", tz="Asia/Tokyo", title="Senior engineer")
    workspace.add_channel("C0HIRING", "hiring-backend", ["U0RITA", "U0CARO", "U0HANS", "U0ADA"])
    workspace.add_channel("C0OTTO", "example-and-otto", ["U0RITA", "U0OTTO"], private=True)
    bot = Bot(workspace)
    workspace.connect(bot)
    mailbox = Mailbox(now=clock.now, arrived=workspace.touch)
    return Stage(workspace, clock, mailbox, bot)
