"""The script that creates a standby drops no primary. tests/book runs it on real clusters."""

import os
import subprocess
from pathlib import Path

from tests.deploy.places import DEPLOY

CLUSTERS = "15 main 5432 online postgres /data /log\n15 standby 5433 online postgres /data /log\n"


def test_a_cluster_that_is_written_to_is_not_dropped(tmp_path: Path) -> None:
    """After a fail-over, somebody starts the old primary by hand and swaps the two names."""
    (tmp_path / "clusters").write_text(CLUSTERS)
    stand_ins = {
        "pg_lsclusters": f"cat {tmp_path}/clusters",
        "runuser": "echo f",
        "pg_dropcluster": f"touch {tmp_path}/dropped; exit 1",
    }
    for name, does in stand_ins.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{does}\n")
        (tmp_path / name).chmod(0o755)
    command = ["sh", str(DEPLOY / "postgresql" / "standby.sh"), "main", "standby", "5433"]
    told = subprocess.run(
        command,
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, "standby is itself written to" in told.stderr) == (1, True)
    assert not (tmp_path / "dropped").exists()
