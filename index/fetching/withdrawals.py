"""Articles that their site has taken down after they were read from it."""

from datetime import datetime

from index.fetching import schedule
from index.fetching.agenda import Task
from index.fetching.notebook import Notebook

STATUSES = frozenset({404, 410})
"""With which a site says that it has no such page (any more)."""

_LISTED = """
SELECT 1 FROM entries AS one WHERE address = ? AND listed = (SELECT max(listed) FROM entries WHERE feed = one.feed)
"""
_ELSEWHERE = "SELECT 1 FROM entries WHERE article = ? AND address != ? AND misses < ?"
# Without a mark, an entry that its feed lists again is new.
_WITHDRAWN = """
UPDATE entries SET article = NULL, digest = NULL, looked = NULL, looks = 0, misses = 0, due = NULL, mark = '', problem = ?
WHERE address = ?
"""


class Withdrawals:
    """What becomes of a stored article whose page is gone.

    It is kept at first, since sites have accidents. It is withdrawn when its site said for a day, look after look, that there is
    no such page, and no feed lists it any more; an article that also stands at another address stays.
    """

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook

    def is_due(self, task: Task) -> bool:
        """True when one more look that finds the page gone is enough to let go of its article."""
        if task.misses + 1 < schedule.MISSES:
            return False
        with self._notebook.reading() as connection:
            listed = connection.execute(_LISTED, [task.address]).fetchone()
            elsewhere = connection.execute(_ELSEWHERE, [task.article, task.address, schedule.MISSES - 1]).fetchone()
        return listed is None and elsewhere is None

    def missed(self, task: Task, *, reason: str, now: datetime) -> None:
        """Note that the page was gone, and when to look again."""
        wait = schedule.after_misses(task.misses + 1)
        due = None if wait is None else (now + wait).timestamp()
        with self._notebook.writing() as connection:
            connection.execute(
                "UPDATE entries SET misses = ?, problem = ?, due = ? WHERE address = ?",
                [task.misses + 1, reason, due, task.address],
            )

    def done(self, task: Task, *, reason: str) -> None:
        """Note that the article is withdrawn; it comes back when a feed lists it anew and its page is there."""
        with self._notebook.writing() as connection:
            connection.execute(_WITHDRAWN, [reason, task.address])
