"""Making the tables of an empty database, and refusing those of another version."""

from sqlalchemy import insert, select

from bot.telegram.state.database import Database, take_turns
from bot.telegram.state.tables import VERSION, metadata, schema
from index.errors import StorageError


def prepare(database: Database) -> None:
    """Make the tables unless they are there. Raises StorageError when those that are there have another form."""
    with database.writing() as connection:
        take_turns(connection)
        schema.create(connection, checkfirst=True)
        found = connection.execute(select(schema.c.version)).scalar_one_or_none()
        if found is None:
            metadata.create_all(connection)
            connection.execute(insert(schema).values(version=VERSION))
        elif found != VERSION:
            raise StorageError(
                f"the bot's state is of version {found}, and this dateline needs version {VERSION}; "
                "run the dateline that made it, or name another place with DATELINE_STATE_URL"
            )
