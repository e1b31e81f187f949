"""What is in place and what is missing: leniently about content, strictly about serving."""

from contextlib import closing

import pytest

from bot.manifest import manifest
from bot.stand_in.mailbox import Mailbox
from bot.stand_in.records import Installation
from bot.stand_in.server import serving
from bot.stand_in.workspace import Workspace
from storage.tables import Snapshot
from storage.unit_of_work import Store
from tests.bot.operator import COMPANY, types
from tests.bot.small_company import NOW, SMALL
from tests.storage import records

KEY = "k" * 40


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A folder of the operator's own, so that no .env of ours is read."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def workspace():
    made = Workspace(now=lambda: NOW, machine=NOW.timestamp, app=Installation.from_manifest(manifest()))
    with serving(made):
        yield made


@pytest.fixture
def everything(workspace, sqlite_url):
    """All settings of a company that is ready to serve, without mail."""
    return {
        "SLACK_BOT_TOKEN": workspace.app.bot_token,
        "SLACK_APP_TOKEN": workspace.app.app_token,
        "SLACK_API_URL": f"{workspace.address}/api/",
        "DATABASE_URL": sqlite_url,
        "TRACKS_PUBLIC_URL": "https://interviews.example.com",
        "TRACKS_SECRET_KEY": KEY,
    }


def set_up(company, sqlite_url):
    assert types("setup", str(company), DATABASE_URL=sqlite_url).code == 0


def strictly(settings):
    return types("check", "--serve", **settings)


# --- without settings


def test_content_alone_is_enough_to_pass():
    said = types("check")

    assert (said.code, said.err, said.out[-1]) == (0, [], "no fault found")
    assert [line.split(":")[1].strip() for line in said.out if "serve would still need" in line] == [
        "serve would still need"
    ] * 3
    assert any(line.endswith("ready for every track and level: ai_engineer, backend") for line in said.out)
    assert any(line.startswith("note: mobile, pragmatist: ") for line in said.out)
    assert any(line.startswith("note: mail is off: ") for line in said.out)


def test_faults_in_a_companys_content_are_named(folder):
    (folder / "shapes.toml").write_text("version = 'one'\n")

    said = types("check", TRACKS_CONTENT_DIR=str(folder))

    assert said.code == 1
    assert said.err[0].startswith("fault: shapes.toml: ")


def test_faults_in_settings_stop_every_command(folder):
    (folder / ".env").write_text("TRACKS_PROT=1\n")

    for command in (["check"], ["check", "--serve"], ["migrate"], ["serve"], ["setup", str(COMPANY)]):
        said = types(*command)
        assert (said.code, said.err) == (1, ["TRACKS_PROT is no setting; did you mean TRACKS_PORT?"])


# --- strictly


def test_company_that_is_ready_passes(everything):
    set_up(COMPANY, everything["DATABASE_URL"])

    with Mailbox(now=lambda: NOW) as mailbox:
        mail = {"TRACKS_SMTP_URL": mailbox.url, "TRACKS_MAIL_FROM": "Interviews <interviews@example.com>"}
        said = strictly(everything | mail)

    assert (said.code, said.err, said.out[-1]) == (0, [], "everything that serve needs is in place")
    assert [line for line in said.out if "are public" in line] != []


def test_each_missing_thing_is_a_fault():
    said = types("check", "--serve")

    assert said.code == 1
    assert [line.split()[1] for line in said.err] == [
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
        "TRACKS_SECRET_KEY",
        "TRACKS_PUBLIC_URL",
        "the",
    ]
    assert said.err[-1].endswith(
        "run `interview-tracks migrate` (with `serve` stopped, after a backup), then start again"
    )


def test_database_without_roles_is_a_fault(everything):
    assert strictly(everything).err == [
        "fault: no role is open: write a company file and run `interview-tracks setup COMPANY.toml`"
    ]


def test_database_that_does_not_answer_is_a_fault(everything):
    said = strictly(everything | {"DATABASE_URL": "postgresql+psycopg://me:hidden@127.0.0.1:1/tracks"})

    assert [line[:58] for line in said.err] == ["fault: DATABASE_URL: the database cannot be opened ((psyco"]
    assert "hidden" not in said.err[0]


def test_tokens_that_slack_refuses_are_faults(everything):
    said = strictly(everything | {"SLACK_BOT_TOKEN": "xoxb-old", "SLACK_APP_TOKEN": "xapp-old"})

    again = "Slack says invalid_auth; copy the token again from your app's page at Slack"
    assert said.err[:2] == [f"fault: SLACK_BOT_TOKEN: {again}", f"fault: SLACK_APP_TOKEN: {again}"]


def test_slack_that_cannot_be_reached_is_a_fault(everything):
    said = strictly(everything | {"SLACK_API_URL": "http://127.0.0.1:1/api/"})

    assert [line.partition(";")[0] for line in said.err[:2]] == [
        "fault: SLACK_BOT_TOKEN: Slack cannot be reached (connection refused)",
        "fault: SLACK_APP_TOKEN: Slack cannot be reached (connection refused)",
    ]


def test_scopes_that_the_app_lacks_are_faults(sqlite_url):
    less = manifest()
    less["oauth_config"]["scopes"]["bot"].remove("files:read")
    old = Workspace(now=lambda: NOW, machine=NOW.timestamp, app=Installation.from_manifest(less))
    with serving(old):
        said = strictly({"SLACK_BOT_TOKEN": old.app.bot_token, "SLACK_API_URL": f"{old.address}/api/"})

    (lacking,) = [line for line in said.err if "scope" in line]
    assert lacking == (
        "fault: the app lacks the scope files:read, with which it reads the page that a candidate brings "
        "along: apply the output of `interview-tracks manifest` and install the app again"
    )


def test_mail_server_that_does_not_answer_is_a_fault(everything):
    mail = {"TRACKS_SMTP_URL": "smtp://127.0.0.1:1", "TRACKS_MAIL_FROM": "interviews@example.com"}

    said = strictly(everything | mail)

    assert said.err[0].startswith("fault: TRACKS_SMTP_URL: the mail server does not answer (")


def test_role_that_cannot_be_staffed_is_a_fault(everything, folder):
    company = folder / "company.toml"
    company.write_text(SMALL)
    set_up(company, everything["DATABASE_URL"])

    said = strictly(everything)

    (nobody,) = [line for line in said.err if "realist" in line]
    assert nobody == (
        "fault: role senior-backend, realist: nobody may sit as independent; "
        "qualify somebody in the company file"
    )
    assert (
        "note: role senior-backend, realist: only U0ADA may sit as lead; nobody could take over" in said.out
    )
    assert any("traditionalist: nobody may sit as lead" in line for line in said.err)


@pytest.mark.parametrize("command", [("check", "--serve"), ("serve",)])
def test_family_taken_away_under_open_candidacies_is_a_fault(everything, folder, command):
    company = folder / "company.toml"
    company.write_text(SMALL)
    set_up(company, everything["DATABASE_URL"])
    with (
        closing(Store(everything["DATABASE_URL"])) as store,
        store.change(at=NOW, actor="rule:test") as unit,
    ):
        unit.change(unit.company.role("senior-backend"), family="games", open=False)
        unit.add(Snapshot(sha256="sha", kind="paper", body={}))
        unit.add(records.candidate())
        unit.add(records.invitation(role_id="senior-backend"))

    said = types(*command, **everything)

    remedy = "put its file back into TRACKS_CONTENT_DIR until they have ended"
    assert (said.code, said.err[-1].removeprefix("fault: ")) == (
        1,
        f"role senior-backend has open candidacies, and content has no role family 'games': {remedy}",
    )


def test_family_without_tasks_is_a_fault(everything, folder):
    company = folder / "company.toml"
    company.write_text(SMALL.replace("backend", "mobile"))
    set_up(company, everything["DATABASE_URL"])

    assert next(line for line in strictly(everything).err if "no task for mobile" in line) == (
        "fault: role senior-mobile, traditionalist: coding: no task for mobile; "
        "add it in TRACKS_CONTENT_DIR or offer other tracks"
    )
