"""The tests of the conversation play in the same worlds as the stories."""

from tests.journeys.conftest import fresh_world

__all__ = ["fresh_world"]
