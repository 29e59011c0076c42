"""What a fit found, as the text of content files: role files and the manifest keep all else as their editors wrote it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date

from app.catalogue.evidence import profile_digest
from app.catalogue.model import Catalogue, Role
from app.catalogue.text import Text
from app.evidence.fitting import Found
from app.evidence.forms import PULL, Weights
from app.evidence.judging import Judgement
from app.evidence.metrics import Figures
from app.evidence.population import PEOPLE, SEED
from app.evidence.says import FORM_NAMES, HOW, JUDGEMENT_NAMES

FIRST_LINE = "# Written by `orienteer profiles fit`: what was measured on the coefficients, levels and k, and when. Not to be edited by hand."


def role_text(old: str, role: Role, day: date) -> str:
    """A role file with its coefficients replaced; `fitted`, the day, changes only where a coefficient does."""
    block = "\n".join("\n".join(lines) + "\n" for lines in map(_match, role.match))
    start, end = old.index("[[match]]"), old.index("[[junior]]")
    if old[start:end].strip() == block.strip():
        return old
    head = re.sub(r"(?m)^fitted = .*\n", "", old[:start])
    head = re.sub(
        r"(?m)^(question\.en = .*\n)", rf"\g<1>fitted = {day.isoformat()}\n", head, count=1
    )
    return f"{head}{block}\n{old[end:]}"


def manifest_text(old: str, catalogue: Catalogue) -> str:
    """The manifest with k replaced."""
    return re.sub(r"(?m)^k = [0-9.]+", f"k = {catalogue.scale.k}", old, count=1)


def evidence_text(found: Found, day: date, old: str) -> str:
    """The whole of evidence.toml; where nothing else changed, its day stays."""
    kept = re.search(r"(?m)^date = (.*)$", old)
    if kept and _evidence(found, kept.group(1)) == old:
        return old
    return _evidence(found, day.isoformat())


def _evidence(found: Found, day: str) -> str:
    lines = [
        FIRST_LINE,
        f"date = {day}",
        f'digest = "{profile_digest(found.catalogue)}"',
        f"pull = {PULL}",
        "",
    ]
    lines += ["[weights]", *_pairs(asdict(Weights())), ""]
    lines += [
        "[simulation]",
        f"people = {PEOPLE}",
        f"seed = {SEED}",
        f"k = {found.catalogue.scale.k}",
        "",
    ]
    for kind in found.kinds:
        lines += ["[[simulation.kinds]]", *_pairs(asdict(kind)), ""]
    for name, judgement in found.judgements.items():
        lines += _evaluation(found.catalogue, name, judgement, found.forms.get(name, {}))
    return "\n".join(lines).rstrip() + "\n"


def _match(coefficient: object) -> Iterator[str]:
    yield "[[match]]"
    for key, value in asdict(coefficient).items():  # type: ignore[call-overload]  # a Coefficient
        if value is not None:
            yield from _pairs({"coefficient" if key == "value" else key: value})


def _evaluation(
    catalogue: Catalogue, name: str, judgement: Judgement, forms: Mapping[str, Mapping[str, float]]
) -> Iterator[str]:
    roles = [catalogue.roles[place].id for place in judgement.roles]
    yield from ("[[evaluations]]", *_pairs({"id": name, "rows": judgement.rows, "roles": roles}))
    yield from _texts("name", JUDGEMENT_NAMES[name])
    yield from _texts("how", HOW[name])
    yield from (*_pairs({"too_close": judgement.too_close}), "")
    for method, figures in judgement.methods.items():
        yield from ("[[evaluations.methods]]", *_pairs({"id": method}), *_intervals(figures), "")
    for method, figures in judgement.less.items():
        for metric, figure in asdict(figures).items():
            yield from (
                "[[evaluations.differences]]",
                *_pairs({"against": method, "metric": metric, **figure}),
                "",
            )
    for place, role in zip(judgement.roles, roles, strict=True):
        named = [float(judgement.confusion[place, other]) for other in judgement.roles]
        rows = round(sum(named))
        yield from (
            "[[evaluations.recalls]]",
            *_pairs({"role": role, "rows": rows, "named": _rounded(named, rows)}),
            "",
        )
    for margin in judgement.margins:
        yield from (
            "[[evaluations.margins]]",
            *_pairs({key: value for key, value in asdict(margin).items() if value is not None}),
            "",
        )
    for form, measures in forms.items():
        yield from (
            "[[evaluations.forms]]",
            *_pairs({"id": form}),
            *_texts("name", FORM_NAMES[form]),
            *_pairs(measures),
            "",
        )


def _intervals(figures: Figures) -> Iterator[str]:
    for metric, figure in asdict(figures).items():
        yield from _pairs(
            {
                metric: figure["value"],
                f"{metric}_low": figure["low"],
                f"{metric}_high": figure["high"],
            }
        )


def _texts(key: str, text: Text) -> Iterator[str]:
    yield from _pairs({f"{key}.ko": text.ko, f"{key}.en": text.en})


def _pairs(values: Mapping[str, object]) -> Iterator[str]:
    for key, value in values.items():
        yield f"{key} = {_value(value)}"


def _value(value: object) -> str:
    if isinstance(value, float):
        return str(round(value, 3) + 0.0)
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return str(value) if isinstance(value, int) else '"' + str(value) + '"'


def _rounded(parts: list[float], total: int) -> list[int]:
    """Whole numbers that sum to the total, by largest remainder."""
    found = [int(part) for part in parts]
    for place in sorted(range(len(parts)), key=lambda place: found[place] - parts[place])[
        : total - sum(found)
    ]:
        found[place] += 1
    return found
