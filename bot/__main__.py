"""Where the program starts: ``interview-tracks`` or ``python -m bot``."""

from bot.cli import program


def main() -> None:
    """Run the command line."""
    program(prog_name="interview-tracks")


if __name__ == "__main__":
    main()
