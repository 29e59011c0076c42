"""A small evaluation that tests know, in a copy of our content."""

from pathlib import Path

from app.catalogue.evidence_file import FILE
from tests.catalogue.content import copy_content

VALUES = {"balanced_accuracy": 60, "macro_f1": 50, "top_two": 80, "top_two_balanced": 75}
FIGURES = "".join(
    f"{name} = 0.{v}\n{name}_low = 0.{v - 10}\n{name}_high = 0.{v + 10}\n"
    for name, v in VALUES.items()
)
EVALUATION = f"""
[[evaluations]]
id = "postings"
rows = 10
roles = ["ml_engineer", "dl_engineer"]
name.ko = "공고에서"
name.en = "on postings"
how.ko = "다섯 겹"
how.en = "five folds"
too_close = 0.4
[[evaluations.methods]]
id = "orienteer"
{FIGURES}
[[evaluations.methods]]
id = "a_forest"
name.ko = "숲"
name.en = "a forest"
{FIGURES}
[[evaluations.differences]]
against = "a_forest"
metric = "macro_f1"
value = -0.01
low = -0.05
high = 0.03
[[evaluations.recalls]]
role = "ml_engineer"
rows = 6
named = [4, 2]
[[evaluations.recalls]]
role = "dl_engineer"
rows = 4
named = [1, 3]
[[evaluations.margins]]
up_to = 0.5
rows = 4
accuracy = 0.5
[[evaluations.margins]]
up_to = 1.5
rows = 4
accuracy = 0.7
[[evaluations.margins]]
rows = 2
accuracy = 1
[[evaluations.forms]]
id = "log_odds"
name.ko = "로그 오즈"
name.en = "log-odds"
balanced_accuracy = 0.6
macro_f1 = 0.5
top_two = 0.8
top_two_balanced = 0.75
"""


def sample(folder: Path) -> Path:
    """Our content with one small, known evaluation in place of ours."""
    content = copy_content(folder)
    path = content / FILE
    path.write_text(
        path.read_text(encoding="utf-8").partition("[[evaluations]]")[0] + EVALUATION,
        encoding="utf-8",
    )
    return content
