"""How pages of the web are fetched."""

import re

from pydantic import Field, field_validator

from bot.settings.room import Room
from index.fetching.access import Access

_HOST = re.compile(r"(?:[\w.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?")


class Web(Room):
    """The settings of fetching."""

    allow_hosts: str = Field(default="", validation_alias="DATELINE_ALLOW_HOSTS")
    """Hosts in private networks that pages may be fetched from: names, also with a port, separated by commas."""
    contact: str | None = Field(default=None, validation_alias="DATELINE_CONTACT")
    """A URL or mail address that sites are told."""
    robots: bool = Field(default=True, validation_alias="DATELINE_ROBOTS")
    """Whether robots.txt is respected."""

    @field_validator("allow_hosts", mode="after")
    @classmethod
    def _check_hosts(cls, value: str) -> str:
        names = [name.strip().lower() for name in value.split(",") if name.strip()]
        if all(_HOST.fullmatch(name) for name in names):
            return ",".join(names)
        raise ValueError("must be host names or addresses, each with its port or without, separated by commas")

    @field_validator("contact", mode="after")
    @classmethod
    def _check_contact(cls, value: str | None) -> str | None:
        contact = (value or "").strip()
        if not re.fullmatch(r"[!-'*-~]*", contact):
            raise ValueError("must be a URL or a mail address, without spaces and brackets")
        return contact or None

    @property
    def access(self) -> Access:
        """How pages may be fetched."""
        hosts = frozenset(filter(None, self.allow_hosts.split(",")))
        return Access(allowed_hosts=hosts, contact=self.contact, robots=self.robots)
