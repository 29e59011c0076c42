"""Comparisons as text for people: metrics, confusion, calibration."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from app.catalogue.evidence import METHODS, METRICS, Interval
from app.catalogue.faults import N_
from app.catalogue.model import Catalogue
from app.catalogue.text import Text
from app.exports.words import Words

if TYPE_CHECKING:
    from app.evaluation.comparison import Comparison

HOW: Final = {
    "by_role": N_(
        "Cross-validation, rows dealt into five parts with the same mix of roles, four times over"
    ),
    "by_source": N_("Cross-validation, each source left out once"),
    "as_it_stands": N_("The catalogue’s own coefficients"),
}
METRIC: Final = {
    "balanced_accuracy": N_("balanced accuracy"),
    "macro_f1": N_("macro F1"),
    "top_two": N_("right role among the first two"),
    "top_two_balanced": N_("the same, every role weighing alike"),
}
UNKNOWN: Final = Text("", "")


def comparison_text(
    catalogue: Catalogue, comparisons: "Mapping[str, Comparison]", words: Words
) -> str:
    """Return every comparison, one after the other."""
    return "\n\n".join(
        "\n".join(_lines(catalogue, how, comparison, words))
        for how, comparison in comparisons.items()
    )


def _lines(catalogue: Catalogue, how: str, comparison: "Comparison", words: Words) -> Iterator[str]:
    _ = words.gettext
    rows = _("%(how)s (%(rows)s rows)")
    yield rows % {"how": _(HOW[how]), "rows": comparison.rows}
    for metric in METRICS:
        yield f"\n{_(METRIC[metric])}"
        for name, figures in comparison.methods.items():
            label = METHODS.get(name, UNKNOWN)[words.language] or name
            line = f"  {_interval(getattr(figures, metric))}  {label}"
            if name in comparison.differences:
                less = _("   (Orienteer less this: %(figure)s)")
                line += less % {
                    "figure": _interval(getattr(comparison.differences[name], metric), signed=True)
                }
            yield line
    yield from _confusion(catalogue, comparison, words)
    yield ""
    yield _("Told “too close to call”: %(share)s") % {"share": f"{comparison.too_close:.1%}"}
    yield _("Right by margin, in standard errors, narrow to wide:")
    for margin in comparison.margins:
        upto = (
            _("the rest")
            if margin.up_to is None
            else _("up to %(margin)s") % {"margin": margin.up_to}
        )
        yield f"  {margin.accuracy:6.1%}  " + rows % {"how": upto, "rows": margin.rows}


def _confusion(catalogue: Catalogue, comparison: "Comparison", words: Words) -> Iterator[str]:
    _ = words.gettext
    ids = [catalogue.roles[place].id for place in comparison.roles]
    width = max(map(len, ids)) + 2
    yield ""
    yield _("Down: true role. Across: role named, mean rows.")
    yield " " * width + "".join(id.rjust(width) for id in ids) + _("recall").rjust(9)
    recalls = {}
    for place, id in zip(comparison.roles, ids, strict=True):
        named = [float(comparison.confusion[place, other]) for other in comparison.roles]
        recalls[id] = float(comparison.confusion[place, place]) / sum(named)
        yield (
            id.ljust(width)
            + "".join(f"{count:.1f}".rjust(width) for count in named)
            + f"{recalls[id]:9.1%}"
        )
    weakest = min(recalls, key=lambda id: recalls[id])
    yield _("Weakest: %(role)s, named for %(share)s of its rows.") % {
        "role": weakest,
        "share": f"{recalls[weakest]:.1%}",
    }


def _interval(figure: Interval, signed: bool = False) -> str:
    kind = "+.3f" if signed else ".3f"
    return f"{format(figure.value, kind)} [{format(figure.low, kind)}, {format(figure.high, kind)}]"
