"""How a command ends when something is wrong: each fault on a line of its own, and exit code 1."""

from collections.abc import Iterable

from bot.settings import Settings, SettingsFaults


class Stopped(Exception):  # noqa: N818 -- it says what happened
    """The command did nothing; *lines* say why and what to do."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))


def stop_at(lines: Iterable[str]) -> None:
    """Raise Stopped if there are any *lines*."""
    if told := tuple(lines):
        raise Stopped(told)


def settings_or_stop() -> Settings:
    """Return the settings of the environment. Raises Stopped with each fault in them."""
    try:
        return Settings.from_environment()
    except SettingsFaults as wrong:
        raise Stopped(wrong.lines) from None
