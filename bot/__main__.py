"""Lets `python -m bot` stand for the command `dateline`."""

from bot.cli import main

main()
