"""Run commands in Korean, or as if scikit-learn were not installed."""

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli.language import words
from app.cli.program import Program

ROLES = ("ml_engineer", "research_scientist", "ai_product_manager")


def korean(*arguments: str | Path) -> Result:
    """Run `orienteer` in Korean."""
    return CliRunner().invoke(
        Program(words("ko")), [str(each) for each in arguments], prog_name="orienteer"
    )


def without_scikit_learn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide scikit-learn, as if the extra were not installed."""
    for name in ["sklearn", *(name for name in sys.modules if name.startswith("sklearn."))]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.delitem(sys.modules, "app.evaluation.baselines", raising=False)
