"""What all rooms of the settings have in common."""

from pydantic_settings import BaseSettings, SettingsConfigDict


class Room(BaseSettings):
    """Settings that belong together. An empty value counts as not set; a value of the environment beats one of `.env`."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )
