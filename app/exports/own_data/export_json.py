"""All data of an owner as JSON in chunks, with one line for each assessment."""

import json
from collections.abc import Iterable, Iterator, Sequence

from app.exports.own_data.json_format import FORMAT, VERSION, format_time
from app.scoring.result_json import result_from_json, result_in_full
from app.storage.personal_data.export import StoredAssessment, StoredOwner, StoredShare, StoredStep
from app.storage.plans import encode_terms

Values = dict[str, object]


def as_json(
    owner: StoredOwner, pages: Iterable[Sequence[StoredAssessment]], now: int
) -> Iterator[str]:
    """Yield the file in chunks of whole lines; `now` is its time in seconds since 1970."""
    code = {"made_at": format_time(owner.code_made_at)} if owner.code_made_at is not None else None
    devices = [
        {
            "begun_at": format_time(each.begun_at),
            "seen_at": format_time(each.seen_at),
            "this": each.is_this,
        }
        for each in owner.devices
    ]
    head = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": format_time(now),
        "begun_at": format_time(owner.begun_at),
        "seen_at": format_time(owner.seen_at),
        "last_number": owner.last_number,
        "return_code": code,
        "devices": devices,
    }
    yield _json(head).removesuffix("}") + ', "assessments": ['
    lead = "\n"
    for page in pages:
        for each in page:
            yield lead + _json(_assessment(each))
            lead = ",\n"
    yield "\n]}\n"


def _assessment(stored: StoredAssessment) -> Values:
    assessment = stored.assessment
    aim = (
        {"role": assessment.target_role, "stage": assessment.target_stage}
        if assessment.target_role
        else None
    )
    return {
        "number": assessment.number,
        "name": assessment.name,
        "started_from": assessment.started_from,
        "begun_at": format_time(assessment.begun_at),
        "finished_at": _when(assessment.finished_at),
        "deleted_at": _when(assessment.deleted_at),
        "target": aim,
        "hours_a_week": assessment.hours_a_week,
        "answers": {
            skill: {"level": answer.level, "revision": answer.revision}
            for skill, answer in sorted(assessment.answers.items())
        },
        "catalogue": assessment.catalogue,
        "result": result_in_full(result_from_json(assessment.result))
        if assessment.result
        else None,
        "plan": json.loads(encode_terms(stored.terms)) if stored.terms else None,
        "steps": {id: _step(step) for id, step in stored.steps.items()},
        "shares": [_share(each) for each in stored.shares],
    }


def _step(step: StoredStep) -> Values:
    known = step.progress
    return {
        "state": known.state,
        "earlier": known.earlier,
        "note": known.note or None,
        "changed_at": format_time(step.changed_at),
    }


def _share(share: StoredShare) -> Values:
    times = {
        "begun_at": format_time(share.begun_at),
        "ends_at": format_time(share.ends_at),
        "opened_at": _when(share.opened_at),
    }
    return {"with_ratings": share.with_ratings, "with_plan": share.with_plan, **times}


def _when(time: int | None) -> str | None:
    return None if time is None else format_time(time)


def _json(value: Values) -> str:
    return json.dumps(value, ensure_ascii=False)
