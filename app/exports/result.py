"""A result as Markdown with tables: roles, readiness, reasons, gaps, and every rating."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.catalogue.model import STAGES, Catalogue, Ratings, Stage
from app.exports.markdown import day_in_words, plain
from app.exports.result_words import chances_in_words, readiness_word
from app.exports.words import STAGE_NAMES, Words, caution, percent, percent_range
from app.planning.model import Target
from app.scoring.chances import chances
from app.scoring.gaps import Gap, gaps
from app.scoring.items import named_skill
from app.scoring.reasons import Reason, reasons
from app.scoring.requirements import requirements_of
from app.scoring.result import Result


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished assessment: its result, catalogue, ratings and date, and its target if any."""

    result: Result
    catalogue: Catalogue
    ratings: Ratings
    day: date
    target: Target | None


def result_title(words: Words, finished: Finished) -> str:
    """Return the result in one line."""
    names = [
        plain(words.say(finished.catalogue.role[role].name)) for role in finished.result.closest
    ]
    if finished.result.status == "ranked":
        return words.gettext("Closest to %(role)s") % {"role": names[0]}
    if finished.result.status == "not_enough":
        return words.gettext("Not enough answers to name a role")
    if len(names) == len(finished.catalogue.roles):
        return words.gettext("Too close to call: all roles")
    return words.gettext("Too close to call: %(roles)s") % {"roles": ", ".join(names)}


def result_as_markdown(finished: Finished, words: Words) -> str:
    """Return the whole result; the same result always gives the same text."""
    _ = words.gettext
    blocks = [
        "# " + result_title(words, finished),
        caution(words),
        "\n".join(_facts(finished, words)),
    ]
    parts: dict[str, Sequence[str]] = {_("All roles in figures"): list(_roles(finished, words))}
    if finished.target:
        why = reasons(finished.catalogue, finished.ratings, finished.target.role)
        names = {
            "role": plain(words.say(finished.catalogue.role[finished.target.role].name)),
            "stage": _(STAGE_NAMES[finished.target.stage]),
        }
        required = requirements_of(finished.catalogue, finished.target.role, finished.target.stage)
        missing = gaps(required, finished.ratings).open
        parts |= {
            _("What speaks for %(role)s") % names: [
                _reason(finished, each, words) for each in why.speaks_for
            ],
            _("What speaks against %(role)s") % names: [
                _reason(finished, each, words) for each in why.speaks_against
            ],
            _("What is still missing for %(role)s, %(stage)s") % names: [
                _gap(finished, each, words) for each in missing
            ],
        }
    parts |= {
        plain(words.say(area.name)): list(_ratings(finished, area.id, words))
        for area in finished.catalogue.areas
    }
    for heading, lines in parts.items():
        blocks += ["## " + heading, "\n".join(lines)] if lines else []
    return "\n\n".join(blocks) + "\n"


def _facts(finished: Finished, words: Words) -> Iterator[str]:
    _ = words.gettext
    yield "- " + _("Rated on %(day)s") % {"day": day_in_words(finished.day, words)}
    yield "- " + _("%(answered)s of %(questions)s answered") % {
        "answered": finished.result.answered,
        "questions": len(finished.catalogue.skills),
    }
    if finished.result.status != "not_enough":
        found = chances(finished.catalogue, finished.ratings)
        yield ("- " + plain(chances_in_words(words, finished.catalogue, finished.ratings, found)))
    if finished.target:
        role, stage = (
            words.say(finished.catalogue.role[finished.target.role].name),
            _(STAGE_NAMES[finished.target.stage]),
        )
        ready = finished.result.stage_readiness(finished.target.role, finished.target.stage)
        is_ranked = finished.result.status != "not_enough"
        word = readiness_word(ready) if is_ranked else ""
        share = _readiness(finished, finished.target.role, finished.target.stage, words)
        yield "- " + _("Your target: %(role)s, %(stage)s. Readiness: %(share)s.") % {
            "role": plain(role),
            "stage": stage,
            "share": f"{share} ({_(word)})" if word else share,
        }


def _roles(finished: Finished, words: Words) -> Iterator[str]:
    """Yield a table of the roles: how far each is behind, and its readiness.

    Best first; where there is no ranking, in the catalogue's order.
    """
    _, is_ranked = words.gettext, finished.result.status != "not_enough"
    heads = [
        _("Role"),
        *([_("Behind, in levels")] if is_ranked else []),
        *(_(STAGE_NAMES[stage]) for stage in STAGES),
    ]
    yield "| " + " | ".join(heads) + " |"
    yield "| :--- |" + " ---: |" * (len(heads) - 1)
    order = {each.role: each for each in finished.result.order}
    for each in order.values() if is_ranked else map(order.__getitem__, finished.catalogue.role):
        behind = f"{each.behind:.2f} ± {each.behind_se:.2f}" if each.behind_se else "0"
        ready = [_readiness(finished, each.role, stage, words) for stage in STAGES]
        yield (
            "| "
            + " | ".join(
                [
                    plain(words.say(finished.catalogue.role[each.role].name)),
                    *([behind] if is_ranked else []),
                    *ready,
                ]
            )
            + " |"
        )


def _readiness(finished: Finished, role: str, stage: Stage, words: Words) -> str:
    """Return the readiness in per cent; without a ranking as a range, up to every skip met."""
    ready = finished.result.stage_readiness(role, stage)
    if finished.result.status == "not_enough":
        return percent_range(words, ready.now, ready.up_to)
    return percent(ready.now)


def _reason(finished: Finished, reason: Reason, words: Words) -> str:
    skill = named_skill(finished.catalogue, reason.item, finished.ratings)
    deed = plain(words.say(skill.anchors[reason.rating]))
    return f"- **{plain(words.say(skill.name))} {reason.rating}**: {deed}"


def _gap(finished: Finished, gap: Gap, words: Words) -> str:
    item = finished.catalogue.item[gap.item]
    skill = named_skill(finished.catalogue, gap.item, finished.ratings)
    here = words.gettext("skipped") if gap.rating is None else str(gap.rating)
    deed = plain(words.say(skill.anchors[gap.level]))
    of = f"{plain(words.say(skill.name))}: " if item.is_group else ""
    return f"- **{plain(words.say(item.name))} {here} → {gap.level}**: {of}{deed}"


def _ratings(finished: Finished, area: str, words: Words) -> Iterator[str]:
    """Yield a table of an area's skills with their ratings and what those mean."""
    _ = words.gettext
    yield "| " + " | ".join([_("Skill"), _("Rating"), _("What it stands for")]) + " |"
    yield "| :--- | :---: | :--- |"
    for skill in finished.catalogue.skills_by_area[area]:
        level = finished.ratings.get(skill.id)
        deed = _("skipped") if level is None else plain(words.say(skill.anchors[level]))
        yield f"| {plain(words.say(skill.name))} | {'–' if level is None else level} | {deed} |"
