"""Orienteer: rate yourself on 40 skills of AI work, see the closest role, follow a plan."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from config import Settings


def create_app(settings: "Settings | None" = None, is_migrated: bool = False) -> "Flask":
    """Return the web application for these settings, by default the environment's.

    The database is migrated, unless `is_migrated` says that it is already; the application then
    starts even while the database does not answer.

    Raises config.SettingError, app.catalogue.faults.ContentError or
    app.storage.engine.StorageUnavailable. Each says what to do.
    """
    from app.web.application import build
    from config import read_settings

    return build(settings or read_settings(), is_migrated)
