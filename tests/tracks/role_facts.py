"""One role and one invitation, as they would be filled into a paper."""

from tracks.intro_paper import RoleFacts
from tracks.track import Level

FACTS = {
    "called": "Cleo",
    "company": "Example GmbH",
    "role": "Senior backend engineer",
    "level": Level.SENIOR,
    "family": "backend",
    "inviter": "Rita Roth",
    "host": "Rita",
    "coordinator": "Caro",
    "hiring_manager": "Hans",
    "bot_name": "Interview Tracks",
    "why_you": "Your talk on retries was the clearest I have heard.",
    "address_source": "you gave it to Rita in May",
    "place": "Berlin or remote in the EU",
    "pay": "EUR 85,000-105,000",
    "medium": "video",
    "stages_before": "a call with Rita",
    "stages_after": "an offer talk",
    "stack": "Python, PostgreSQL",
    "job_less_liked": "on call one week in six",
    "ai_at_work": "Assistants are used daily.",
    "privacy_contact": "privacy@example.com",
    "reply_by": "Friday, 5 December",
    "answer_days": 5,
    "switch_cutoff_hours": 48,
    "retention_days": 365,
}


def role(**changes):
    return RoleFacts(**(FACTS | changes))
