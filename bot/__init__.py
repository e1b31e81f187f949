"""The conversation: Slack, mail, candidate pages, calendars, delivery and the command line."""

import zoneinfo

# One zone database for every process: the pinned one of the tzdata package, never the machine's own copy,
# which may differ by an hour for half a year. Nothing of the program runs before this line.
zoneinfo.reset_tzpath(to=())
zoneinfo.ZoneInfo.clear_cache()
