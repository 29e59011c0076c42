"""`orienteer evaluate` reports the figures of the rows, in both languages."""

import json
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import balanced_accuracy_score, f1_score

from tests.cli.run import OURS, SKILLS, run
from tests.cli.scores import scored
from tests.cli.variants import ROLES, korean, without_scikit_learn
from tests.evaluation.rows import as_csv, as_required, mentions

EACH = 30
ROWS = mentions(as_required(OURS), ROLES, SKILLS, EACH, seed=7, sources=("here", "there"))
MORE = mentions(as_required(OURS), ROLES, SKILLS, EACH, seed=8)
RIVALS = ["naive_bayes", "naive_bayes_frequent", "naive_bayes_grouped", "logistic_regression"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("known")
    (made / "rows.csv").write_text(as_csv(ROWS, SKILLS), encoding="utf-8")
    (made / "more.csv").write_text(as_csv(MORE, SKILLS), encoding="utf-8")
    return made


def judged(*arguments: str | Path) -> dict:
    result = run("evaluate", *arguments, "--format", "json")
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def crossed(folder: Path) -> dict:
    """Return the cross-validation of the rows."""
    return judged(folder / "rows.csv", "--with", folder / "more.csv")


def test_rows_are_judged_by_folds_and_by_source(crossed: dict) -> None:
    assert list(crossed) == ["by_role", "by_source"]
    for found in crossed.values():
        assert list(found) == [
            "rows",
            "roles",
            "methods",
            "less",
            "confusion",
            "too_close",
            "margins",
        ]
        assert (found["rows"], found["roles"]) == (len(ROWS), list(ROLES))
        assert (list(found["methods"]), list(found["less"])) == (["orienteer", *RIVALS], RIVALS)
        assert sum(margin["rows"] for margin in found["margins"]) == len(ROWS)
        assert 0 < found["too_close"] < 1


def test_the_confusion_sums_to_the_rows_of_each_role_and_fits_the_accuracy(crossed: dict) -> None:
    for found in crossed.values():
        assert {
            role: sum(named.values()) for role, named in found["confusion"].items()
        } == dict.fromkeys(ROLES, EACH)
        recalls = [found["confusion"][role][role] / EACH for role in ROLES]
        assert found["methods"]["orienteer"]["balanced_accuracy"]["value"] == pytest.approx(
            np.mean(recalls)
        )


def test_every_figure_lies_in_its_interval_and_every_difference_is_one(crossed: dict) -> None:
    for found in crossed.values():
        for figures in (*found["methods"].values(), *found["less"].values()):
            assert all(
                figure["low"] <= figure["value"] <= figure["high"] for figure in figures.values()
            )
        for rival, less in found["less"].items():
            for metric, figure in less.items():
                ours, theirs = (
                    found["methods"][name][metric]["value"] for name in ("orienteer", rival)
                )
                assert figure["value"] == pytest.approx(ours - theirs)


@pytest.fixture(scope="module")
def standing(folder: Path) -> dict:
    return judged(folder / "rows.csv", "--as-it-stands")["as_it_stands"]


def test_the_current_profiles_are_judged_by_what_score_prints(folder: Path) -> None:
    """All roles are in use, so that both may name any."""
    rows = mentions(as_required(OURS), tuple(OURS.role), SKILLS, EACH, seed=9)
    (folder / "all.csv").write_text(as_csv(rows, SKILLS), encoding="utf-8")
    found = judged(folder / "all.csv", "--as-it-stands")["as_it_stands"]
    named = [
        row["closest"].split()[0] for row in scored(as_csv(rows, SKILLS), "--min-answered", "0")
    ]
    truth = [row.role for row in rows]
    right = sum(one == other for one, other in zip(named, truth, strict=True))
    assert sum(found["confusion"][role][role] for role in OURS.role) == right
    figures = found["methods"]["orienteer"]
    assert figures["balanced_accuracy"]["value"] == pytest.approx(
        balanced_accuracy_score(truth, named)
    )
    assert figures["macro_f1"]["value"] == pytest.approx(f1_score(truth, named, average="macro"))
    too_close = [
        row["status"] == "too_close" for row in scored(as_csv(rows, SKILLS), "--min-answered", "0")
    ]
    assert found["too_close"] == pytest.approx(np.mean(too_close))


def test_the_others_learn_from_the_file_that_is_given_to_them(folder: Path, standing: dict) -> None:
    trained = judged(folder / "rows.csv", "--train", folder / "more.csv")["as_it_stands"]
    assert list(standing["methods"]) == ["orienteer"]
    assert list(trained["methods"]) == ["orienteer", *RIVALS]
    assert trained["methods"]["orienteer"] == standing["methods"]["orienteer"]
    assert all(
        figures["balanced_accuracy"]["value"] > 0.5 for figures in trained["methods"].values()
    )


def test_the_text_holds_the_same_figures_in_both_languages(folder: Path, standing: dict) -> None:
    english = run("evaluate", folder / "rows.csv", "--as-it-stands").stdout
    hangul = korean("evaluate", folder / "rows.csv", "--as-it-stands").stdout
    figure = standing["methods"]["orienteer"]["balanced_accuracy"]
    told = f"{figure['value']:.3f} [{figure['low']:.3f}, {figure['high']:.3f}]  Orienteer"
    recalls = {role: standing["confusion"][role][role] / EACH for role in ROLES}
    weakest = min(recalls, key=lambda role: recalls[role])
    for text in (english, hangul):
        assert told in text
        assert all(f"{recall:.1%}" in text for recall in recalls.values())
        assert f"{standing['too_close']:.1%}" in text
    assert f"Weakest: {weakest}, named for {recalls[weakest]:.1%} of its rows." in english
    assert only_hangul(hangul)


def only_hangul(text: str) -> bool:
    """Return whether only ids and names are in English."""
    for name in ("Orienteer", "F1", *ROLES):
        text = text.replace(name, "")
    return not any("a" <= letter <= "z" for letter in text.lower())


def test_the_same_file_gives_the_same_output(folder: Path) -> None:
    one, other = (
        run("evaluate", folder / "rows.csv", "--train", folder / "more.csv").stdout
        for _ in range(2)
    )
    assert one == other


def test_without_scikit_learn_our_own_figures_and_what_is_missing_are_printed(
    folder: Path, standing: dict, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_scikit_learn(monkeypatch)
    result = run(
        "evaluate", folder / "rows.csv", "--train", folder / "more.csv", "--format", "json"
    )
    assert result.exit_code == 0
    assert json.loads(result.stdout)["as_it_stands"]["methods"] == standing["methods"]
    assert "takes scikit-learn (the extra “evidence”)" in result.stderr
    told = korean("evaluate", folder / "more.csv", "--as", "people")
    assert (told.exit_code, "scikit-learn" in told.stderr) == (0, True)
    assert only_hangul(told.stdout)


def test_a_second_table_is_refused_where_nothing_is_fitted(folder: Path) -> None:
    refused = run(
        "evaluate", str(folder / "rows.csv"), "--with", str(folder / "more.csv"), "--as-it-stands"
    )
    assert refused.exit_code == 2
    assert "nothing is fitted: leave one out" in refused.stderr
