"""Format the findings as text for editors and as JSON for programs."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from app.catalogue.document import Json
from app.catalogue.faults import N_
from app.catalogue.steps import Resource
from app.cli.links.verdict import Finding, LinkVerdict, Why
from app.exports.words import Words

HEADINGS: Final[Mapping[LinkVerdict, str]] = {
    "gone": N_("Gone: name another address, or remove the resource"),
    "moved": N_("Moved for good: write the new address"),
    "not_certain": N_("Not certain: look at it yourself"),
    "redirected": N_("Fine, but redirected"),
}
"""The verdicts that are listed, in this order; addresses that are fine are only counted."""

REASONS: Final[Mapping[Why, str]] = {
    "not_there": N_("answers %(status)s: nothing is there"),
    "no_name": N_("no site has this name"),
    "refuses": N_("answers %(status)s: the site may refuse programs"),
    "busy": N_("answers %(status)s: the site wants to be asked less often"),
    "faulty": N_("answers %(status)s: the site has a fault of its own"),
    "odd": N_("answers %(status)s"),
    "front_page": N_("leads to a front page: the page itself may be gone"),
    "private": N_("leads to an address of a private network, which is not asked"),
    "slow": N_("no answer in time"),
    "no_lookup": N_("its name cannot be looked up now"),
    "unreachable": N_("cannot be reached"),
    "untrusted": N_("no connection that can be trusted (TLS)"),
    "garbled": N_("hangs up, or says nothing that a browser could read"),
    "loop": N_("redirects without end"),
    "left_alone": N_("not asked: this site wants to be left alone, or has not answered before"),
}


def findings_document(resources: Sequence[Resource], findings: Mapping[str, Finding]) -> list[Json]:
    """Return an entry for each resource that was checked, in the catalogue's order."""
    return [
        _entry(resource, findings[resource.url])
        for resource in resources
        if resource.url in findings
    ]


def findings_text(
    resources: Sequence[Resource], findings: Mapping[str, Finding], words: Words
) -> str:
    """Return a text for people: the worst verdicts first, totals in the last line.

    Totals count addresses. Resources that are parts of one work share an address, and an entry.
    """
    _ = words.gettext
    counts = Counter(finding.verdict for finding in findings.values())
    ids: dict[str, list[str]] = {}
    for resource in resources:
        ids.setdefault(resource.url, []).append(resource.id)
    blocks = []
    for verdict, heading in HEADINGS.items():
        if counts[verdict]:
            entries = [
                line
                for url in ids
                if url in findings and findings[url].verdict == verdict
                for line in _lines(ids[url], findings[url], words)
            ]
            blocks.append("\n".join([f"{_(heading)} ({counts[verdict]})", *entries]))
    closing = _(
        "Addresses looked at: %(looked)d of %(all)d. Fine: %(ok)d, redirected: %(redirected)d, "
        "not certain: %(not_certain)d, moved for good: %(moved)d, gone: %(gone)d."
    )
    figures = {verdict: counts[verdict] for verdict in (*HEADINGS, "ok")}
    return "\n\n".join([*blocks, closing % (figures | {"looked": len(findings), "all": len(ids)})])


def reason(finding: Finding, words: Words) -> str:
    """Return the reason for a verdict; empty if it has none."""
    if finding.why is None:
        return ""
    text = words.gettext(REASONS[finding.why]) % {"status": finding.status}
    return f"{text} ({finding.detail})" if finding.detail else text


def _lines(ids: Sequence[str], finding: Finding, words: Words) -> Iterator[str]:
    yield f"  {', '.join(ids)}"
    yield from (
        f"    {line}"
        for line in (finding.url, finding.to and f"→ {finding.to}", reason(finding, words))
        if line
    )


def _entry(resource: Resource, finding: Finding) -> Json:
    return {
        "id": resource.id,
        "url": finding.url,
        "verdict": finding.verdict,
        "why": finding.why,
        "status": finding.status,
        "to": finding.to,
        "detail": finding.detail,
    }
