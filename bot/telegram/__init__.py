"""The Telegram bot: one front end of the newsroom."""

import os

# The client of Telegram gives durations as such where this is set, and else warns at every "too many requests".
os.environ.setdefault("PTB_TIMEDELTA", "1")
