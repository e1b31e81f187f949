"""What an operator sets: defaults, one clear line per fault, nothing taken from where it should not be."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import Settings, SettingsFaults, variable

SECRET = "s" * 40
NO_MAIL_SERVER = (
    "TRACKS_SMTP_URL names no mail server: write smtps://user:password@mail.example.com, or smtp:// and "
    "?starttls=yes at the end; in the password %23 for # and %2F for /"
)


def faults(environment, **kwargs):
    with pytest.raises(SettingsFaults) as refused:
        Settings.from_environment(environment, **kwargs)
    return list(refused.value.lines)


def test_defaults_need_nothing_from_outside():
    settings = Settings()

    assert settings == Settings.from_environment({}, env_file=Path("nowhere"))
    assert settings.database_url == "sqlite:///interview-tracks.db"
    assert settings.public_url == "http://127.0.0.1:3000"
    assert settings.slack_api_url == "https://slack.com/api/"
    assert not settings.socket_mode


def test_plain_construction_ignores_the_environment(monkeypatch):
    monkeypatch.setenv("TRACKS_PORT", "4000")

    assert Settings().port == 3000
    assert Settings.from_environment().port == 4000


def test_every_setting_has_its_stable_name():
    assert {variable(field) for field in Settings.model_fields} == {
        "SLACK_BOT_TOKEN",
        "SLACK_SIGNING_SECRET",
        "SLACK_APP_TOKEN",
        "SLACK_API_URL",
        "DATABASE_URL",
        "TRACKS_HOST",
        "TRACKS_PORT",
        "TRACKS_PUBLIC_URL",
        "TRACKS_SECRET_KEY",
        "TRACKS_SMTP_URL",
        "TRACKS_MAIL_FROM",
        "TRACKS_CONTENT_DIR",
        "TRACKS_ADMINS",
        "TRACKS_SQLITE_SYNCHRONOUS",
    }


def test_environment_stands_over_the_file(tmp_path):
    file = tmp_path / ".env"
    file.write_text(
        "TRACKS_PORT=4000\nTRACKS_HOST=::1\nTRACKS_ADMINS=U0ADA\nDATABASE_URL='sqlite:///a$b.db'\nUNRELATED=x\n"
    )

    settings = Settings.from_environment({"TRACKS_PORT": "5000", "TRACKS_ADMINS": ""}, env_file=file)

    assert (settings.port, settings.host, settings.database_url) == (5000, "::1", "sqlite:///a$b.db")
    assert settings.public_url == "http://[::1]:5000"
    assert settings.admins == ()


def test_unreadable_file_is_named(tmp_path):
    file = tmp_path / ".env"
    file.write_bytes(b"TRACKS_HOST=\xff")

    assert faults({}, env_file=file)[0].startswith(f"{file} cannot be read: ")


def test_misspelt_name_stops_with_the_nearest():
    environment = {"SLACK_BOT_TOKN": "x", "TRACKS_PROT": "1", "TRACKS_WHATEVER": "1"}

    assert faults(environment) == [
        "SLACK_BOT_TOKN is no setting; did you mean SLACK_BOT_TOKEN?",
        "TRACKS_PROT is no setting; did you mean TRACKS_PORT?",
        "TRACKS_WHATEVER is no setting; the README lists them",
    ]


def test_names_of_other_programs_are_let_be():
    assert Settings.from_environment({"SLACK_WEBHOOK_URL": "x", "HOME": "/"}) == Settings()


def test_names_that_slacks_library_obeys_are_refused():
    assert faults({"SLACK_CLIENT_ID": "1"}) == [
        (
            "SLACK_CLIENT_ID must not be set here: it would switch on signing in from several workspaces; "
            "take it away"
        )
    ]


def test_all_faults_are_told_at_once():
    environment = {
        "SLACK_BOT_TOKEN": "xapp-1",
        "SLACK_APP_TOKEN": "xoxb-1",
        "SLACK_API_URL": "slack.com",
        "DATABASE_URL": "mysql://u:hidden@h/d",
        "TRACKS_PORT": "eighty",
        "TRACKS_SECRET_KEY": "hidden",
        "TRACKS_SMTP_URL": "mail.example.com",
        "TRACKS_MAIL_FROM": "nobody",
        "TRACKS_CONTENT_DIR": "/not/there",
        "TRACKS_ADMINS": "U0ADA, ben",
        "TRACKS_SQLITE_SYNCHRONOUS": "off",
    }

    told = faults(environment)

    assert told == [
        "SLACK_BOT_TOKEN is no token of the right kind: it starts with xoxb-",
        "SLACK_APP_TOKEN is no token of the right kind: it starts with xapp-",
        "SLACK_API_URL is no web address: write it like https://interviews.example.com",
        (
            "DATABASE_URL names no database we know: sqlite:///interview-tracks.db or "
            "postgresql+psycopg://user@host/name"
        ),
        "TRACKS_PORT is no whole number",
        "TRACKS_SECRET_KEY is too short to be safe: use at least 32 random characters",
        NO_MAIL_SERVER,
        (
            "TRACKS_MAIL_FROM is no mail address: write interviews@example.com or "
            "Interviews <interviews@example.com>"
        ),
        "TRACKS_CONTENT_DIR names no folder that is there: /not/there",
        "TRACKS_ADMINS 'ben' is no Slack id: copy it from the person's profile, it looks like U0ADA12",
        "TRACKS_SQLITE_SYNCHRONOUS: input should be 'full' or 'normal'",
    ]
    assert "hidden" not in "".join(told)


@pytest.mark.parametrize(
    "address", ["https://[interviews", "https://a.example:99999", "https://a.example/x y", "https:///x"]
)
def test_address_that_nobody_could_open_is_refused(address):
    assert faults({"TRACKS_PUBLIC_URL": address}) == [
        "TRACKS_PUBLIC_URL is no web address: write it like https://interviews.example.com"
    ]


def test_mail_needs_both_of_its_settings():
    assert faults({"TRACKS_MAIL_FROM": "a@example.com"}) == [
        "TRACKS_MAIL_FROM is set without TRACKS_SMTP_URL: mail needs both, or neither to stay off"
    ]
    assert faults({"TRACKS_SMTP_URL": "smtp://mail.example.com"}) == [
        "TRACKS_SMTP_URL is set without TRACKS_MAIL_FROM: mail needs both, or neither to stay off"
    ]


def test_values_are_brought_into_one_form():
    settings = Settings.from_environment(
        {
            "SLACK_API_URL": "http://127.0.0.1:1/api",
            "TRACKS_PUBLIC_URL": "https://interviews.example.com/",
            "TRACKS_ADMINS": "U0ADA, U0BEN W0CHO,",
            "TRACKS_SQLITE_SYNCHRONOUS": "NORMAL",
        }
    )

    assert settings.slack_api_url == "http://127.0.0.1:1/api/"
    assert settings.public_url == "https://interviews.example.com"
    assert settings.admins == ("U0ADA", "U0BEN", "W0CHO")
    assert settings.sqlite_synchronous == "normal"


def test_secrets_do_not_print():
    settings = Settings(
        slack_bot_token=f"xoxb-{SECRET}", secret_key=SECRET, database_url=f"sqlite:///{SECRET}"
    )

    assert SECRET not in f"{settings!r} {settings}"


def test_serving_names_what_it_lacks():
    def lacks(**given):
        return [sentence.split()[0] for sentence in Settings(**given).lacking_to_serve()]

    assert lacks() == ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "TRACKS_SECRET_KEY"]
    assert lacks(slack_bot_token="xoxb-1", slack_signing_secret="s", secret_key=SECRET) == []
    assert lacks(slack_bot_token="xoxb-1", slack_app_token="xapp-1", secret_key=SECRET) == []


def test_settings_cannot_be_changed_or_invented():
    with pytest.raises(ValidationError):
        Settings().port = 1
    with pytest.raises(ValidationError):
        Settings(prot=1)


def test_readme_lists_every_setting():
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    listed = [
        line.split("|")[1]
        for line in readme.splitlines()
        if line.startswith(("| `SLACK", "| `DATA", "| `TRACKS"))
    ]

    assert sorted(", ".join(listed).replace("`", "").replace(" ", "").split(",")) == sorted(
        map(variable, Settings.model_fields)
    )


@pytest.mark.parametrize(
    "url",
    [
        "smtps://user:pa#ss@mail.example.com",
        "smtps://user:12/34@mail.example.com",
        "smtps://user:12#34@mail.example.com",
        "smtp://user:12?34@mail.example.com",
        "smtp://user:secret@mail.example.com?starttls=YES",
        "smtp://mail.example.com:port",
        "smtp://mail.example.com:99999",
        "smtp://[mail",
    ],
)
def test_address_of_a_mail_server_can_be_used_as_it_is(url: str):
    told = faults({"TRACKS_SMTP_URL": url, "TRACKS_MAIL_FROM": "interviews@example.com"})

    assert told == [NO_MAIL_SERVER]  # nothing of the password in it


@pytest.mark.parametrize("password", ["schön", "sch%C3%B6n", "sch%F6n"])
def test_password_no_mail_server_can_be_sent_is_refused(password: str):
    told = faults(
        {
            "TRACKS_SMTP_URL": f"smtps://user:{password}@mail.example.com",
            "TRACKS_MAIL_FROM": "interviews@example.com",
        }
    )

    (fault,) = told  # nothing of the password in it
    assert fault == (
        "TRACKS_SMTP_URL signs in with letters that no mail server can be sent: choose a user and a password "
        "without accents, of the letters, digits and signs of ASCII"
    )


@pytest.mark.parametrize(
    "sender",
    [
        "a@example.com, b@example.com",
        "Interviews, here <a@example.com>",
        "Two\nlines <a@example.com>",
        "<>",
        "a@bücher.example",
    ],
)
def test_sender_is_one_address_in_one_line(sender: str):
    mail = {"TRACKS_SMTP_URL": "smtp://mail.example.com", "TRACKS_MAIL_FROM": sender}

    (fault,) = faults(mail)
    assert fault.startswith("TRACKS_MAIL_FROM is no mail address: write interviews@example.com")


def test_sender_may_have_a_name_in_any_script():
    sender = "Gespr\u00e4che <a@example.com>"
    mail = {"TRACKS_SMTP_URL": "smtp://mail.example.com", "TRACKS_MAIL_FROM": sender}

    assert Settings.from_environment(mail).mail_from == sender
