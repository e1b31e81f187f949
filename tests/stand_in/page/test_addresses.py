"""The page's addresses, asked as a browser asks: what is stale, strange or from elsewhere does no harm."""

import json
import urllib.error
import urllib.parse
import urllib.request

import pytest

from tests.stand_in.page.asking import get, post


def paper_of(stage):
    dm = stage.workspace.person("U0OTTO").dm
    return {
        "on": "message",
        "channel": dm.id,
        "message": dm.messages[0].ts,
        "back": f"/?as=U0OTTO&in={dm.id}",
    }


def test_pages_allow_nothing_from_outside(stage):
    _, _, headers = get(stage, "/?as=U0RITA")

    assert headers["content-security-policy"].startswith("default-src 'self';")
    assert headers["referrer-policy"] == "no-referrer"


def test_people_stand_in_their_groups(stage):
    _, page, _ = get(stage, "/")

    names = ["Candidates", "Otto Outsider", "Mila Moser", "mail only", "Hiring team", "Rita Recruiter"]
    places = [page.index(each) for each in [*names, "Hans Hartmann", "Interviewers", "Ada Lovelace"]]
    assert places == sorted(places)


def test_who_looks_for_nobody_is_shown_everybody(stage):
    with pytest.raises(urllib.error.HTTPError) as missing:
        get(stage, "/?as=U0NOBODY")
    page = missing.value.read().decode()

    assert missing.value.code == 404
    assert [each in page for each in ("There is nobody of that name here.", "Rita Recruiter")] == [True] * 2


def test_unread_lines_are_told_until_looked_at(stage):
    _, before, _ = get(stage, "/?as=U0ADA")
    get(stage, "/?as=U0ADA&in=C0HIRING")
    _, after, _ = get(stage, "/?as=U0ADA")

    assert '#hiring-backend <span class="news">4 <span class="hidden">new</span></span>' in before
    assert "#hiring-backend</a>" in after


def test_only_its_reader_sees_an_ephemeral_line(stage):
    _, ada, _ = get(stage, "/?as=U0ADA&in=C0HIRING")
    _, rita, _ = get(stage, "/?as=U0RITA&in=C0HIRING")

    assert "Only visible to you" in ada
    assert "Only Ada reads this." not in rita


def test_a_press_on_what_is_gone_is_explained(stage):
    press = json.dumps(["press", "realist", "choose:realist"])
    old = paper_of(stage)
    post(stage, "/page/act?as=U0OTTO", press=press, **old)

    page = post(stage, "/page/act?as=U0OTTO", press=press, **old)

    assert "That is not there any more. This is how things stand now." in page
    assert len(stage.bot.pressed) == 1


@pytest.mark.parametrize("press", ["", "{}", "[]", '["press"]', '["fly", "away"]', "nonsense"])
def test_a_form_of_nobodys_making_is_refused(stage, press):
    page = post(stage, "/page/act?as=U0OTTO", press=press, **paper_of(stage))

    assert "That could not be read." in page
    assert stage.bot.pressed == []


def test_a_post_from_another_site_does_nothing(stage):
    with pytest.raises(urllib.error.HTTPError) as refused:
        post(stage, "/page/clock", headers={"Sec-Fetch-Site": "cross-site"}, by="day")

    assert (refused.value.code, stage.settled) == (403, [])
    refused.value.close()


def test_a_post_leads_back_to_this_page_only(stage):
    page = post(stage, "/page/clock", by="hour", back="//evil.example/?")

    assert "Whom would you like to be?" in page


def test_files_are_for_those_who_see_them(stage):
    (file,) = stage.workspace.files.stored
    _, content, headers = get(stage, f"/page/file/{file}?as=U0ADA")
    with pytest.raises(urllib.error.HTTPError) as refused:
        get(stage, f"/page/file/{file}?as=U0KEN")

    assert content.startswith("BEGIN:VCALENDAR")
    assert headers["content-disposition"] == "attachment; filename*=UTF-8''invitation.ics"
    assert refused.value.code == 404
    refused.value.close()


def test_the_version_tells_when_anything_changed(stage):
    old = json.loads(get(stage, "/page/version?now=1")[1])["version"]
    stage.mail("mila@example.net")

    assert json.loads(get(stage, f"/page/version?since={old}")[1])["version"] != old


def test_a_wrong_command_and_a_thread_are_answered(stage):
    parent = stage.workspace.channel("C0HIRING").messages[0].ts
    post(stage, "/page/say?as=U0RITA", text="Well done", channel="C0HIRING", thread=parent)
    page = post(
        stage, "/page/say?as=U0RITA", text="/lunch", channel="C0HIRING", back="/?as=U0RITA&in=C0HIRING"
    )

    assert "/lunch is not a valid command." in page
    assert stage.workspace.channel("C0HIRING").messages[-1].thread_ts == parent


def test_outsiders_are_offered_neither_commands_nor_home(stage):
    _, rita, _ = get(stage, "/?as=U0RITA")
    _, otto, _ = get(stage, "/?as=U0OTTO")

    offers = ("/tracks help", "Invite a candidate …", 'value="home"')
    assert [[each in page for each in offers] for page in (rita, otto)] == [[True] * 3, [False] * 3]
