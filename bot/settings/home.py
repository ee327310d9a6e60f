"""Where the index is kept, and what its passages are encoded by."""

from pathlib import Path

from pydantic import Field, field_validator

from bot.settings.room import Room
from bot.settings.values import Key, Name, ServerUrl, in_the_clear
from index.storage.server.address import ChromaServer


class Home(Room):
    """The settings of the index."""

    home: Path | None = Field(default=None, validation_alias="DATELINE_HOME")
    """Where the index lives; None means the platform's folder for user data."""
    embedder: str = Field(default="minilm", validation_alias="DATELINE_EMBEDDER")
    """`minilm`, or `openai:MODEL`."""
    chroma_url: ServerUrl = Field(default=None, validation_alias="DATELINE_CHROMA_URL")
    """Of a Chroma server, without a slash at its end; None means the Chroma inside this program."""
    chroma_api_key: Key = Field(default=None, validation_alias="CHROMA_API_KEY")
    chroma_tenant: Name = Field(default=None, validation_alias="CHROMA_TENANT")
    chroma_database: Name = Field(default=None, validation_alias="CHROMA_DATABASE")

    @field_validator("home", mode="after")
    @classmethod
    def _expand_home(cls, value: Path | None) -> Path | None:
        return value.expanduser() if value else None

    @field_validator("embedder", mode="after")
    @classmethod
    def _check_embedder(cls, value: str) -> str:
        maker, _, model = value.partition(":")
        if value == "minilm" or (maker == "openai" and model.strip()):
            return value
        raise ValueError("must be minilm or openai:MODEL")

    @property
    def chroma(self) -> ChromaServer | None:
        """The Chroma server, if one is set."""
        if self.chroma_url is None:
            return None
        return ChromaServer(self.chroma_url, self.chroma_tenant, self.chroma_database, self.chroma_key)

    @property
    def chroma_key(self) -> str | None:
        """The key of the Chroma server, in the clear."""
        return in_the_clear(self.chroma_api_key)
