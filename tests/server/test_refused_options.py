"""Options that cannot work are refused at once, with a way to fix them."""

import os
import socket
import subprocess
from pathlib import Path

import pytest

from tests.browser.server import COMMAND
from tests.support.ports import free_port


def refused(tmp_path: Path, language: str, *options: str, **settings: str) -> str:
    environment = (
        os.environ
        | {"ORIENTEER_INSTANCE": str(tmp_path / "instance"), "ORIENTEER_LANGUAGE": language}
        | settings
    )
    command = [str(COMMAND), "serve", "--port", str(free_port()), *options]
    told = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert (told.returncode, told.stdout, "Traceback" in told.stderr) == (2, "", False)
    return told.stderr


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "Several workers need PostgreSQL"), ("ko", "PostgreSQL이 필요해요")],
)
def test_several_workers_on_sqlite(tmp_path: Path, language: str, sentence: str) -> None:
    assert sentence in refused(tmp_path, language, "--workers", "2")


@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.verify), "ko"])
def test_metrics_at_a_port_that_somebody_has(tmp_path: Path, language: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        place = f"127.0.0.1:{taken.getsockname()[1]}"
        said = refused(tmp_path, language, ORIENTEER_METRICS=place)
    assert "ORIENTEER_METRICS" in said
    assert place in said


@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.verify), "ko"])
def test_metrics_at_the_port_of_the_pages(tmp_path: Path, language: str) -> None:
    """Linux lets both listen there, and visitors would get metrics instead of pages."""
    port = str(free_port())
    said = refused(tmp_path, language, "--port", port, ORIENTEER_METRICS=f"127.0.0.1:{port}")
    assert "ORIENTEER_METRICS" in said
    assert port in said
