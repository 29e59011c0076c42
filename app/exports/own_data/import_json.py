"""Reads the JSON file for an import: checks everything, and trusts nothing that can be computed."""

import json
import re
from typing import Final, NoReturn, cast

from app.catalogue.faults import N_
from app.catalogue.model import STAGES, TOP_LEVEL, Stage
from app.exports.own_data.import_plans import read_steps, read_terms
from app.exports.own_data.json_format import (
    FORMAT,
    MAX_ASSESSMENTS_PER_FILE,
    OLDEST_VERSION,
    VERSION,
)
from app.exports.own_data.json_values import MISSING, FileFault, JsonValue
from app.storage.answers import Answer, Answers, encode
from app.storage.assessments import Assessment
from app.storage.personal_data.export import StoredAssessment
from app.storage.tables import (
    HOURS_A_WEEK_RANGE,
    LATEST_REVISION,
    MAX_ANSWERS_LENGTH,
    MAX_ID_LENGTH,
    MAX_NAME_LENGTH,
)

NO_OWNER: Final = 0
LAST_NUMBER: Final = 10**9 - 1
MAX_ANSWERS: Final = 400
"""Ten times as many as the catalogue has questions."""
MAX_IMPORTED_LENGTH: Final = MAX_ANSWERS_LENGTH // 2
"""Characters of encoded answers; the rest is room for answers that are given later."""
MAX_NUMBER_LENGTH: Final = 20
"""Digits: more than any number in the file has."""
ID: Final = re.compile(rf"[a-z][a-z0-9_]{{0,{MAX_ID_LENGTH - 1}}}", re.ASCII)
DIGEST: Final = re.compile("[0-9a-f]{64}")
HEAD: Final = (
    "format",
    "version",
    "made_at",
    "begun_at",
    "seen_at",
    "last_number",
    "return_code",
    "devices",
    "assessments",
)
FIELDS: Final = (
    "number",
    "name",
    "started_from",
    "begun_at",
    "finished_at",
    "deleted_at",
    "target",
    "hours_a_week",
    "answers",
    "catalogue",
    "result",
    "plan",
    "steps",
    "shares",
)


def read_file(content: bytes) -> tuple[StoredAssessment, ...]:
    """Return the assessments of a file, without an owner, or raise FileFault.

    `result` is the file's own, as JSON: it is only compared, never saved.
    """
    try:
        return _assessments(JsonValue(_parsed(content)))
    except RecursionError as error:
        raise FileFault(
            N_(
                "It is nested more deeply than any file of Orienteer is. "
                "Take the file as it was downloaded."
            )
        ) from error


def _parsed(content: bytes) -> object:
    try:
        text = content.decode("utf-8-sig")
        return json.loads(
            text,
            object_pairs_hook=_unique_keys,
            parse_constant=_refuse_constant,
            parse_int=_short_int,
        )
    except UnicodeDecodeError as error:
        raise FileFault(
            N_("It is no text in UTF-8. Choose the .json file that was downloaded from Orienteer.")
        ) from error
    except json.JSONDecodeError as error:
        sentence = N_(
            "It cannot be read as JSON from line %(line)s, column %(column)s on: "
            "it may be cut off, or be another file. "
            "Choose the .json file that was downloaded from Orienteer."
        )
        raise FileFault(sentence, line=error.lineno, column=error.colno) from error


def _unique_keys(pairs: list[tuple[str, object]]) -> dict[str, object]:
    values: dict[str, object] = {}
    for key, value in pairs:
        if key in values:
            raise FileFault(
                N_("This key stands twice in one object. Remove one of the two."), (key,)
            )
        values[key] = value
    return values


def _refuse_constant(name: str) -> NoReturn:
    raise FileFault(
        N_(
            "%(value)s stands in it, which is no number in JSON. "
            "Take the file as it was downloaded."
        ),
        value=name,
    )


def _short_int(digits: str) -> int:
    if len(digits) > MAX_NUMBER_LENGTH:
        raise FileFault(
            N_("A number of %(count)s digits stands in it. Take the file as it was downloaded."),
            count=len(digits),
        )
    return int(digits)


def _assessments(file: JsonValue) -> tuple[StoredAssessment, ...]:
    if not isinstance(file.value, dict) or file.value.get("format") != FORMAT:
        file.fault(
            N_(
                "It is no file of Orienteer’s. "
                "Choose the .json file that was downloaded from “My data”."
            )
        )
    version = file.value.get("version")
    if type(version) is int and version > VERSION:
        file.fault(
            N_(
                "It was made by a newer Orienteer (version %(version)s of its form). "
                "It can be taken in there."
            ),
            version=version,
        )
    head = file.fields(HEAD)
    head["version"].integer(OLDEST_VERSION, VERSION)
    assessments = tuple(
        [_assessment(each) for each in head["assessments"].items(MAX_ASSESSMENTS_PER_FILE)]
    )
    if not assessments:
        head["assessments"].fault(
            N_("There is no assessment in it, so there is nothing to take in.")
        )
    if len({each.assessment.number for each in assessments}) < len(assessments):
        head["assessments"].fault(
            N_("Two of these have the same number. Give each a number of its own.")
        )
    return assessments


def _assessment(entry: JsonValue) -> StoredAssessment:
    fields = entry.fields(FIELDS)
    finished, deleted, origin = (
        fields[name].optional() for name in ("finished_at", "deleted_at", "started_from")
    )
    name, hours = fields["name"].optional(), fields["hours_a_week"].optional()
    role, stage = _target(fields["target"].optional())
    assessment = Assessment(
        owner=NO_OWNER,
        number=fields["number"].integer(1, LAST_NUMBER),
        name=name.text(MAX_NAME_LENGTH) if name else None,
        started_from=origin.integer(1, LAST_NUMBER) if origin else None,
        answers=_answers(fields["answers"]),
        begun_at=fields["begun_at"].time(),
        finished_at=finished.time() if finished else None,
        deleted_at=deleted.time() if deleted else None,
        target_role=role,
        target_stage=stage,
        hours_a_week=hours.integer(*HOURS_A_WEEK_RANGE) if hours else None,
        catalogue=_digest(fields["catalogue"].optional()) if finished else None,
        result=_result(fields["result"]) if finished else None,
    )
    plan, steps = fields["plan"].optional(), fields["steps"].optional()
    return StoredAssessment(
        assessment, read_terms(plan) if plan else None, read_steps(steps) if steps else {}
    )


def _target(entry: JsonValue | None) -> tuple[str, Stage] | tuple[None, None]:
    if entry is None:
        return None, None
    fields = entry.fields(("role", "stage"))
    role = fields["role"].text(MAX_ID_LENGTH)
    if not ID.fullmatch(role):
        fields["role"].refuse(
            N_("This is %(value)s, and must be a role’s id, such as ml_engineer.")
        )
    return role, cast(Stage, fields["stage"].one_of(STAGES))


def _answers(entry: JsonValue) -> Answers:
    answers = {}
    for skill, each in entry.entries().items():
        if not ID.fullmatch(skill):
            each.fault(
                N_("This key must be a skill’s id: small letters, digits and _, such as python.")
            )
        fields = each.fields(("level", "revision"))
        level = None if fields["level"].value is None else fields["level"].integer(0, TOP_LEVEL)
        answers[skill] = Answer(level, fields["revision"].integer(1, LATEST_REVISION))
    if len(answers) > MAX_ANSWERS or len(encode(answers)) > MAX_IMPORTED_LENGTH:
        entry.fault(
            N_("These are %(count)s answers, more than any Orienteer asks for."), count=len(answers)
        )
    return answers


def _digest(entry: JsonValue | None) -> str | None:
    if entry and not (isinstance(entry.value, str) and DIGEST.fullmatch(entry.value)):
        entry.refuse(N_("This is %(value)s, and must be 64 hexadecimal digits, or null."))
    return cast(str, entry.value) if entry else None


def _result(entry: JsonValue) -> str | None:
    """Return the file's own result for comparison; it is never saved."""
    return None if entry.value is MISSING else json.dumps(entry.value, sort_keys=True)
