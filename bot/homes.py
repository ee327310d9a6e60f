"""Where the index lives."""

import os
from pathlib import Path

import platformdirs

from bot import settings
from index.errors import SettingsError


def folder(home: Path | None) -> Path:
    """The home: the one given, else DATELINE_HOME, else the platform's folder for user data. Raises SettingsError."""
    if chosen := home or settings.load().home:
        return chosen.expanduser()
    return Path(platformdirs.user_data_dir("dateline", appauthor=False))


def usable(place: Path) -> Path:
    """The same folder, when it can hold an index or can be made to. Raises SettingsError otherwise."""
    mend = "choose another folder with --home or DATELINE_HOME"
    try:
        nearest = next(above for above in (place, *place.parents) if above.exists())
    except OSError as error:
        raise SettingsError(f"cannot reach the home {str(place)!r}: {error.strerror}; {mend}") from error
    if not nearest.is_dir():
        raise SettingsError(f"the home {str(place)!r} cannot be a folder: {str(nearest)!r} is a file; {mend}")
    if not os.access(nearest, os.R_OK | os.W_OK | os.X_OK):
        raise SettingsError(f"the home {str(place)!r} cannot be used: {str(nearest)!r} cannot be read and written; {mend}")
    return place
