"""Reading an export file: valid files come back equal, and errors name their place."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exports.own_data import import_json
from app.exports.own_data.import_json import read_file
from app.exports.own_data.json_format import (
    MAX_ASSESSMENTS_PER_FILE,
    MAX_FILE_BYTES,
    OLDEST_VERSION,
    VERSION,
    format_time,
    parse_time,
)
from app.exports.own_data.json_values import FileFault
from app.scoring.result_json import result_from_json, result_in_full
from tests.exports.own_data_files import BEGUN, FINISHED, changed, whole

A = "assessments.0"


def test_a_file_of_an_earlier_version_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that people have downloaded stay importable when the version is raised."""
    earlier = changed("version", OLDEST_VERSION)
    monkeypatch.setattr(import_json, "VERSION", VERSION + 1)
    assert read_file(earlier) == read_file(whole().encode())


def test_what_was_written_is_read() -> None:
    finished, begun = read_file(whole().encode())
    for read, written in ((finished, FINISHED), (begun, BEGUN)):
        written_assessment = replace(written.assessment, owner=0, result=None)
        assert replace(read.assessment, result=None) == written_assessment
        assert (read.terms, read.steps, read.shares) == (written.terms, written.steps, ())
    assert json.loads(finished.assessment.result or "") == result_in_full(
        result_from_json(FINISHED.assessment.result or "")
    )


def test_a_mark_of_utf_8_and_other_spaces_do_no_harm() -> None:
    other = json.dumps(json.loads(whole()), indent=2).encode("utf-8-sig")
    assert read_file(other) == read_file(whole().encode())


def test_what_is_null_or_empty_may_be_left_out() -> None:
    found = json.loads(whole())
    found["assessments"] = [{"number": 1, "begun_at": format_time(0x60000000), "answers": {}}]
    del found["devices"], found["return_code"]
    (read,) = read_file(json.dumps(found).encode())
    assert (read.assessment.name, read.assessment.answers, read.terms, read.steps) == (
        None,
        {},
        None,
        {},
    )


WRONG = {
    "no name": (f"{A}.name", "", "1 › name"),
    "a long name": (f"{A}.name", "n" * 81, "1 › name"),
    "a name of a number": (f"{A}.name", 5, "1 › name"),
    "half a character": (f"{A}.name", "a\ud800b", "1 › name"),
    "a NUL": (f"{A}.name", "a\0b", "1 › name"),
    "no number": (f"{A}.number", ..., "1 › number"),
    "number 0": (f"{A}.number", 0, "1 › number"),
    "number true": (f"{A}.number", True, "1 › number"),
    "number 1.0": (f"{A}.number", 1.0, "1 › number"),
    "a number too large": (f"{A}.number", 10**9, "1 › number"),
    "the same number": (f"{A}.number", 7, "assessments"),
    "level 5": (f"{A}.answers.python.level", 5, "1 › answers › python › level"),
    "level -1": (f"{A}.answers.python.level", -1, "1 › answers › python › level"),
    "level 1.5": (f"{A}.answers.python.level", 1.5, "1 › answers › python › level"),
    "level true": (f"{A}.answers.python.level", True, "1 › answers › python › level"),
    "no level": (f"{A}.answers.python.level", ..., "1 › answers › python › level"),
    "revision 0": (f"{A}.answers.python.revision", 0, "1 › answers › python › revision"),
    "revision 2**31": (f"{A}.answers.python.revision", 2**31, "1 › answers › python › revision"),
    "a skill that is none": (
        f"{A}.answers.x'; DROP",
        {"level": 1, "revision": 1},
        "1 › answers › x'; DROP",
    ),
    "an empty key": (f"{A}.answers.", {"level": 1, "revision": 1}, "1 › answers › "),
    "answers too many": (
        f"{A}.answers",
        {f"s{n}": {"level": 1, "revision": 1} for n in range(2000)},
        "1 › answers",
    ),
    "answers more than 400": (
        f"{A}.answers",
        {f"s{n}": {"level": 1, "revision": 1} for n in range(401)},
        "1 › answers",
    ),
    "answers too long": (
        f"{A}.answers",
        {f"s{n:039}": {"level": 1, "revision": 1} for n in range(400)},
        "1 › answers",
    ),
    "answers in a list": (f"{A}.answers", [], "1 › answers"),
    "a month too many": (f"{A}.begun_at", "2027-13-01T00:00:00Z", "1 › begun_at"),
    "no such day": (f"{A}.finished_at", "2027-02-30T00:00:00Z", "1 › finished_at"),
    "hour 24": (f"{A}.finished_at", "2027-02-20T24:00:00Z", "1 › finished_at"),
    "another year": (f"{A}.begun_at", "1969-01-01T00:00:00Z", "1 › begun_at"),
    "seconds": (f"{A}.begun_at", 1_800_000_000, "1 › begun_at"),
    "other digits": (f"{A}.begun_at", "２０２７-01-01T00:00:00Z", "1 › begun_at"),
    "41 hours": (f"{A}.hours_a_week", 41, "1 › hours_a_week"),
    "a target without a stage": (f"{A}.target", {"role": "ml_engineer"}, "1 › target › stage"),
    "a stage that is none": (f"{A}.target.stage", "chief", "1 › target › stage"),
    "a stage in a list": (f"{A}.target.stage", ["junior"], "1 › target › stage"),
    "a role that is none": (f"{A}.target.role", "<b>", "1 › target › role"),
    "a digest that is none": (f"{A}.catalogue", "0" * 63, "1 › catalogue"),
    "an unknown key": (f"{A}.extra", 1, "1 › extra"),
    "no start": (f"{A}.plan.start", "2027-02-30", "1 › plan › start"),
    "an early start": (f"{A}.plan.start", "1999-12-31", "1 › plan › start"),
    "no language": (f"{A}.plan.languages", [], "1 › plan › languages"),
    "another language": (f"{A}.plan.languages.0", "fr", "1 › plan › languages › 1"),
    "free only, perhaps": (f"{A}.plan.free_only", 1, "1 › plan › free_only"),
    "a step that is none": (f"{A}.plan.done", ["docker"], "1 › plan › done › 1"),
    "steps too many": (f"{A}.plan.done", ["docker.1"] * 501, "1 › plan › done"),
    "a number too long": ("last_number", 10**4000, None),
    "another format": ("format", "other", None),
    "no version": ("version", ..., "version"),
    "a newer version": ("version", VERSION + 1, None),
    "version 0": ("version", OLDEST_VERSION - 1, "version"),
    "version true": ("version", True, "version"),
    "assessments in an object": ("assessments", {}, "assessments"),
    "no assessments": ("assessments", [], "assessments"),
    "an assessment that is none": ("assessments", [5], "assessments › 1"),
    "too many": ("assessments", [{}] * (MAX_ASSESSMENTS_PER_FILE + 1), "assessments"),
}
STEPS = {
    "a state that is none": {
        "sql.1": {
            "state": "half",
            "earlier": "open",
            "note": None,
            "changed_at": "2027-01-01T00:00:00Z",
        }
    },
    "done before done": {
        "sql.1": {
            "state": "done",
            "earlier": "done",
            "note": None,
            "changed_at": "2027-01-01T00:00:00Z",
        }
    },
    "begun before begun": {
        "sql.1": {
            "state": "begun",
            "earlier": "begun",
            "note": None,
            "changed_at": "2027-01-01T00:00:00Z",
        }
    },
    "a long note": {
        "sql.1": {
            "state": "begun",
            "earlier": "open",
            "note": "n" * 1001,
            "changed_at": "2027-01-01T00:00:00Z",
        }
    },
    "a note that does not show": {
        "sql.1": {
            "state": "open",
            "earlier": "open",
            "note": "\x07",
            "changed_at": "2027-01-01T00:00:00Z",
        }
    },
    "no step": {
        "sql.9": {
            "state": "open",
            "earlier": "open",
            "note": None,
            "changed_at": "2027-01-01T00:00:00Z",
        }
    },
    "a step with a line end": {
        "sql.1\n": {
            "state": "open",
            "earlier": "open",
            "note": None,
            "changed_at": "2027-01-01T00:00:00Z",
        }
    },
    "no time": {"sql.1": {"state": "open", "earlier": "open", "note": None}},
}


@pytest.mark.parametrize("name", WRONG)
def test_an_error_names_its_place(name: str) -> None:
    path, value, where = WRONG[name]
    with pytest.raises(FileFault) as fault:
        read_file(changed(path, value))
    told = " › ".join(fault.value.where)
    if where is not None:
        assert told in (where, f"assessments › {where}")
    assert fault.value.sentence % fault.value.values


@pytest.mark.parametrize("name", STEPS)
def test_an_invalid_step_is_an_error_with_its_place(name: str) -> None:
    with pytest.raises(FileFault) as fault:
        read_file(changed(f"{A}.steps", STEPS[name]))
    assert fault.value.where[:3] == ("assessments", "1", "steps")


@given(st.integers(946_684_800, 4_102_444_799))
def test_a_time_comes_back(time: int) -> None:
    assert parse_time(format_time(time)) == time


def test_two_hundred_full_assessments_are_small_enough() -> None:
    """Each has forty answers, a plan, and forty notes of 80 Hangul letters."""
    line = len(whole().splitlines()[1].encode())
    step = {
        "sql.1": {
            "state": "begun",
            "earlier": "open",
            "note": "가" * 80,
            "changed_at": format_time(0),
        }
    }
    note = len(json.dumps(step, ensure_ascii=False).encode())
    assert len(FINISHED.assessment.answers) == 40
    assert MAX_ASSESSMENTS_PER_FILE * (line + 40 * note) < MAX_FILE_BYTES
