"""Every route, and what each actor gets there. `python -m tests.abuse.table` prints the table.

A new route is one line. Add what a request needs: the address that the owner uses, and the fields
of the form.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

ACTORS = ("owner", "other guest", "shared link", "anonymous", "expired")
"""Who asks.

`owner`: the owner's browser. `other`: another owner's. `shared`: one with only a shared link.
`anon`: an empty one. `expired`: a browser that was signed out, an owner who was purged, or a shared
link that has ended.
"""

OUTCOMES = {
    "same": "200: a page that is the same for everybody",
    "own": "200: shows what is the asker's own, or that there is nothing",
    "shared": "200: what the owner chose to share, and nothing else of theirs",
    "on": "303 or 307: leads on, to an address of this site",
    "begins": "303: makes something new of the asker's own",
    "done": "200 or 303: done to what is the asker's own",
    "file": "200: a file of the asker's own",
    "none": "404: there is nothing here for this asker, as if it never was",
    "wrong": "400: refused, for what was sent cannot be",
}
Form = Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One route: how it is requested, and the outcome for each of ACTORS, in that order."""

    endpoint: str
    method: str
    address: str
    outcomes: str
    form: Form = field(default_factory=dict)

    @property
    def path(self) -> str:
        return self.address.partition("?")[0]

    def cells(self) -> Iterator[tuple[str, str]]:
        """Return each actor with the outcome."""
        return zip(ACTORS, self.outcomes.split(), strict=True)


#         owner  other  shared anon   expired
MINE   = "own    none   none   none   none"  # fmt: skip
FILE   = "file   none   none   none   none"  # fmt: skip
CHANGE = "done   none   none   none   none"  # fmt: skip
LEADS  = "on     none   none   none   none"  # fmt: skip
SAME   = "same   same   same   same   same"  # fmt: skip
LIST   = "own    own    own    own    own"  # fmt: skip
NEW    = "begins begins begins begins begins"  # fmt: skip
DEVICE = "done   done   done   done   done"  # fmt: skip
ONWARD = "on     on     on     on     on"  # fmt: skip

STEP = "/assessments/1/plan/steps/docker.3"
QUICK = {"page": "1", "calculus": "4"}
AIM = "role=dl_engineer&stage=junior"
PLAN_FOR = {"role": "dl_engineer", "stage": "junior"}
ROWS = (
    # Pages for everybody
    Row("static", "GET", "/static/style.css", SAME),
    Row("health.alive", "GET", "/healthz", SAME),
    Row("health.ready", "GET", "/readyz", SAME),
    Row("reading.roles", "GET", "/roles", SAME),
    Row("reading.role", "GET", "/roles/mlops_engineer", SAME),
    Row("reading.work", "GET", "/ai-work", SAME),
    Row("reading.method", "GET", "/method", SAME),
    Row("reading.weights", "GET", "/method/weights/mlops_engineer", SAME),
    Row("reading.weigh", "POST", "/method/weights/mlops_engineer", LIST, {"docker": "0"}),
    Row("reading.privacy", "GET", "/privacy", SAME),
    Row("reading.accessibility", "GET", "/accessibility", SAME),
    Row("results.example", "GET", "/example", SAME),
    Row("plan.example", "GET", "/example/plan", SAME),
    # This browser
    Row("home.home", "GET", "/", LIST),
    Row("home.leave", "GET", "/leave", LIST),
    Row("home.clear", "POST", "/leave", DEVICE),
    Row("theme.choose", "POST", "/theme?to=dark&back=/roles", ONWARD),
    Row("saved.assessments", "GET", "/assessments", LIST),
    Row("home.begin", "POST", "/assessments", NEW),
    Row("home.begin", "POST", "/assessments", "begins none none none none", {"from": "1"}),
    # One assessment
    Row("questionnaire.resume", "GET", "/assessments/2/resume", LEADS),
    Row("questionnaire.area", "GET", "/assessments/2/math", MINE),
    Row("questionnaire.area", "GET", "/assessments/1/math", LEADS),
    Row("questionnaire.save_area", "POST", "/assessments/2/math", CHANGE, {"calculus": "4"}),
    Row("questionnaire.save_answer", "PUT", "/assessments/2/ratings/calculus", CHANGE),
    Row("questionnaire.review", "GET", "/assessments/2/review", MINE),
    Row("questionnaire.finish", "POST", "/assessments/2/review", CHANGE),
    Row("questionnaire.short.quick", "GET", "/assessments/2/quick?page=1", MINE),
    Row("questionnaire.short.quick", "GET", "/assessments/1/quick", LEADS),
    Row("questionnaire.short.save_quick", "POST", "/assessments/2/quick", CHANGE, QUICK),
    Row("questionnaire.short.result_so_far", "GET", "/assessments/2/so-far", MINE),
    Row("questionnaire.short.for_plan", "GET", f"/assessments/2/for-plan?{AIM}", MINE),
    Row("questionnaire.short.finish_for_plan", "POST", "/assessments/2/for-plan", CHANGE, PLAN_FOR),
    Row("results.result", "GET", "/assessments/1", MINE),
    Row("results.result", "GET", "/assessments/2", LEADS),
    Row("results.download", "GET", "/assessments/1/result.md", FILE),
    Row("results.download", "GET", "/assessments/1/result.pdf", FILE),
    Row("results.target", "POST", "/assessments/1/target", CHANGE, {"role": "dl_engineer"}),
    Row("results.pick_comparison", "GET", "/assessments/1/compare?with=4", ONWARD),
    Row("results.compare", "GET", "/assessments/1/compare/4", MINE),
    Row("plan.plan", "GET", "/assessments/1/plan", MINE),
    Row("plan.week", "GET", "/assessments/1/plan/week", MINE),
    Row("plan.change", "POST", "/assessments/1/plan", CHANGE, {"hours": "9"}),
    Row("plan.step.show", "GET", STEP, MINE),
    Row("plan.step.save", "POST", STEP, CHANGE, {"do": "begun"}),
    Row("plan.export", "GET", "/assessments/1/plan.ics", FILE),
    Row("plan.export", "GET", "/assessments/1/plan.md", FILE),
    Row("plan.export", "GET", "/assessments/1/plan.csv", FILE),
    Row("plan.export", "GET", "/assessments/1/plan.pdf", FILE),
    Row("saved.name", "GET", "/assessments/1/name", MINE),
    Row("saved.name", "POST", "/assessments/1/name", CHANGE, {"name": "taken"}),
    Row("saved.delete", "POST", "/assessments/1/delete", CHANGE),
    Row("saved.restore", "POST", "/assessments/3/restore", CHANGE),
    # Return codes and browsers
    Row("returning.way_in", "GET", "/return", LIST),
    Row(
        "returning.enter",
        "POST",
        "/return",
        "wrong wrong wrong wrong wrong",
        {"code": "0000-0000-0000-0000-0000-0000-0000"},
    ),
    Row("returning.merge", "GET", "/return/merge", ONWARD),
    Row("returning.merge", "POST", "/return/merge", ONWARD),
    Row("returning.code.own", "GET", "/return/code", "own own on on on"),
    Row("returning.code.make", "POST", "/return/code", "done done none none none"),
    Row("returning.code.shown", "GET", "/return/code/shown", "on on none none none"),
    Row("returning.code.shown", "POST", "/return/code/shown", "on on none none none"),
    Row("returning.code.end", "POST", "/return/devices", "on on none none none"),
    # All stored data
    Row("data.overview", "GET", "/data", LIST),
    Row("data.export", "GET", "/data/export.json", "file file none none none"),
    Row("data.export", "GET", "/data/export.csv", "file file none none none"),
    Row("data.import_file", "POST", "/data/import", "wrong wrong wrong wrong wrong"),
    Row("data.ask_before_erasing", "GET", "/data/erase", LIST),
    Row("data.erase", "POST", "/data/erase", DEVICE),
    # Shared links
    Row("sharing.share", "GET", "/assessments/1/share", MINE),
    Row("sharing.create", "POST", "/assessments/1/share", CHANGE, {"days": "7"}),
    Row("sharing.end", "POST", "/assessments/1/share/1/end", CHANGE),
    Row("results.shared", "GET", "/shared/<token>", "shared shared shared shared none"),
    Row(
        "results.shared_card", "GET", "/shared/<token>/card.svg", "shared shared shared shared none"
    ),
    Row(
        "results.shared_card", "GET", "/shared/<token>/card.png", "shared shared shared shared none"
    ),
    Row("plan.shared", "GET", "/shared/<token>/plan", "shared shared shared shared none"),
)


def as_markdown() -> str:
    """Return the table with the meaning of its words."""
    head = ["request", *ACTORS]
    lines = [head, ["---"] * len(head)]
    for row in ROWS:
        sent = (
            f" `{'&'.join(f'{name}={value}' for name, value in row.form.items())}`"
            if row.form
            else ""
        )
        lines.append(
            [f"`{row.method} {row.address}`{sent}", *(outcome for _, outcome in row.cells())]
        )
    meanings = [f"- **{word}**: {meaning}" for word, meaning in OUTCOMES.items()]
    return "\n".join([*(f"| {' | '.join(cells)} |" for cells in lines), "", *meanings])


if __name__ == "__main__":
    print(as_markdown())
