"""All that is kept about somebody as JSON, a line for each assessment, made piece by piece."""

import json
from collections.abc import Iterable, Iterator, Sequence

from app.documents.own_data.shape import FORMAT, VERSION, moment
from app.scoring.saved import result_from_json, result_in_full
from app.storage.export import KeptAssessment, KeptOwner, KeptShare, KeptStep
from app.storage.plans import encode_terms

Values = dict[str, object]


def as_json(owner: KeptOwner, pages: Iterable[Sequence[KeptAssessment]], now: int) -> Iterator[str]:
    """The file in pieces, each of whole lines; `now` is when it is made, in seconds since 1970."""
    code = {"made_at": moment(owner.code_made_at)} if owner.code_made_at is not None else None
    devices = [
        {"begun_at": moment(each.begun_at), "seen_at": moment(each.seen_at), "this": each.is_this}
        for each in owner.devices
    ]
    head = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": moment(now),
        "begun_at": moment(owner.begun_at),
        "seen_at": moment(owner.seen_at),
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


def _assessment(kept: KeptAssessment) -> Values:
    found = kept.assessment
    aim = {"role": found.target_role, "stage": found.target_stage} if found.target_role else None
    return {
        "number": found.number,
        "name": found.name,
        "started_from": found.started_from,
        "begun_at": moment(found.begun_at),
        "finished_at": _when(found.finished_at),
        "deleted_at": _when(found.deleted_at),
        "target": aim,
        "hours_a_week": found.hours_a_week,
        "answers": {
            skill: {"level": answer.level, "revision": answer.revision}
            for skill, answer in sorted(found.answers.items())
        },
        "catalogue": found.catalogue,
        "result": result_in_full(result_from_json(found.result)) if found.result else None,
        "plan": json.loads(encode_terms(kept.terms)) if kept.terms else None,
        "steps": {id: _step(step) for id, step in kept.steps.items()},
        "shares": [_share(each) for each in kept.shares],
    }


def _step(step: KeptStep) -> Values:
    known = step.progress
    return {
        "state": known.state,
        "earlier": known.earlier,
        "note": known.note or None,
        "changed_at": moment(step.changed_at),
    }


def _share(share: KeptShare) -> Values:
    times = {
        "begun_at": moment(share.begun_at),
        "ends_at": moment(share.ends_at),
        "opened_at": _when(share.opened_at),
    }
    return {"with_ratings": share.with_ratings, "with_plan": share.with_plan, **times}


def _when(time: int | None) -> str | None:
    return None if time is None else moment(time)


def _json(value: Values) -> str:
    return json.dumps(value, ensure_ascii=False)
