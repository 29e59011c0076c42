"""The routes that belong to one owner, and how a stranger requests them."""

Sent = dict[str, str]

PRIVATE: dict[str, list[tuple[str, str, Sent]]] = {
    "questionnaire.resume": [("GET", "/assessments/2/resume", {})],
    "questionnaire.area": [("GET", "/assessments/1/math", {}), ("GET", "/assessments/2/math", {})],
    "questionnaire.save_area": [
        ("POST", "/assessments/1/math", {"calculus": "4"}),
        ("POST", "/assessments/2/math", {"calculus": "4"}),
    ],
    "questionnaire.save_answer": [
        ("PUT", "/assessments/1/ratings/calculus", {}),
        ("PUT", "/assessments/2/ratings/calculus", {}),
    ],
    "questionnaire.review": [("GET", "/assessments/2/review", {})],
    "questionnaire.finish": [("POST", "/assessments/2/review", {})],
    "questionnaire.short.quick": [
        ("GET", "/assessments/1/quick", {}),
        ("GET", "/assessments/2/quick?page=2", {}),
    ],
    "questionnaire.short.save_quick": [
        ("POST", "/assessments/1/quick", {"page": "1", "calculus": "4"}),
        ("POST", "/assessments/2/quick", {"page": "1", "cloud": "aws.4"}),
        ("POST", "/assessments/2/quick", {"page": "1", "cloud": "aws.9"}),
    ],
    "questionnaire.short.result_so_far": [("GET", "/assessments/2/so-far", {})],
    "questionnaire.short.for_plan": [
        ("GET", "/assessments/2/for-plan?role=dl_engineer&stage=junior", {})
    ],
    "questionnaire.short.finish_for_plan": [
        ("POST", "/assessments/2/for-plan", {"role": "dl_engineer", "stage": "junior"})
    ],
    "results.result": [("GET", "/assessments/1", {}), ("GET", "/assessments/2", {})],
    "results.target": [("POST", "/assessments/1/target", {"role": "dl_engineer"})],
    "results.pick_comparison": [("GET", "/assessments/1/compare?with=1", {})],
    "results.compare": [("GET", "/assessments/1/compare/1", {})],
    "plan.plan": [("GET", "/assessments/1/plan", {})],
    "plan.week": [("GET", "/assessments/1/plan/week", {})],
    "plan.change": [
        ("POST", "/assessments/1/plan", {"hours": "9"}),
        ("POST", "/assessments/1/plan", {"hours": "many"}),
    ],
    "plan.step.show": [
        ("GET", "/assessments/1/plan/steps/docker.3", {}),
        ("GET", "/assessments/1/plan/steps/python.2", {}),
    ],
    "plan.step.save": [
        ("POST", "/assessments/1/plan/steps/docker.3", {"do": "open", "note": "taken"}),
        ("POST", "/assessments/1/plan/steps/python.2", {"do": "done", "note": "taken"}),
        ("POST", "/assessments/1/plan/steps/python.2", {"do": "leave_out"}),
        ("POST", "/assessments/1/plan/steps/python.2", {"note": "n" * 1001}),
    ],
    "results.download": [("GET", f"/assessments/1/result.{kind}", {}) for kind in ("md", "pdf")],
    "plan.export": [
        ("GET", f"/assessments/1/plan.{kind}", {}) for kind in ("ics", "md", "csv", "pdf")
    ],
    "sharing.share": [("GET", "/assessments/1/share", {}), ("GET", "/assessments/2/share", {})],
    "sharing.create": [
        ("POST", "/assessments/1/share", {"days": "7"}),
        ("POST", "/assessments/1/share", {"days": "8"}),
    ],
    "sharing.end": [
        ("POST", "/assessments/1/share/1/end", {}),
        ("POST", "/assessments/2/share/1/end", {}),
    ],
    "saved.name": [
        ("GET", "/assessments/1/name", {}),
        ("POST", "/assessments/1/name", {"name": "taken"}),
    ],
    "saved.delete": [("POST", "/assessments/1/delete", {})],
    "saved.restore": [("POST", "/assessments/3/restore", {})],
    "home.begin": [("POST", "/assessments", {"from": "1"})],
}
"""Every route to one assessment, as a stranger asks for it: 1 is finished, 2 begun, 3 deleted."""
PUBLIC = {
    "static",
    "health.alive",
    "health.ready",
    "home.home",
    "home.leave",
    "home.clear",
    "saved.assessments",
    "theme.choose",
}
PUBLIC |= {
    "results.example",
    "plan.example",
    "results.shared",
    "plan.shared",
    "results.shared_card",
}
PUBLIC |= {
    f"returning.{each}"
    for each in ("way_in", "enter", "merge", "code.own", "code.make", "code.shown", "code.end")
}
PUBLIC |= {
    "data.overview",
    "data.export",
    "data.import_file",
    "data.ask_before_erasing",
    "data.erase",
}
"""Routes that show everybody their own, or everybody the same."""

ASKED = [(method, path, form) for requests in PRIVATE.values() for method, path, form in requests]
