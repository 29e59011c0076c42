"""Reading hostile and random files: an error or assessments, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exports.own_data.import_json import read_file
from app.exports.own_data.json_values import FileFault
from tests.exports.own_data_files import changed, whole
from tests.exports.test_own_data_read import A

DEEP = b"[" * 100_000 + b"]" * 100_000
HOSTILE = {
    "nothing": b"",
    "a picture": b"\x89PNG\r\n\x1a\n\0\0",
    "UTF-16": whole().encode("utf-16"),
    "cut off": whole().encode()[:-300],
    "deep lists": DEEP,
    "deep objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "deep where a result is": changed(f"{A}.result", "HERE").replace(b'"HERE"', DEEP),
    "NaN": changed(f"{A}.result", float("nan")),
    "Infinity": changed("last_number", float("-inf")),
    "a huge number": changed("last_number", "HERE").replace(b'"HERE"', b"9" * 1_000_000),
    "a key twice": whole().replace('"number": 3', '"number": 3, "number": 3').encode(),
    "a million keys": b"{" + b",".join(b'"%d":0' % n for n in range(1_000_000)) + b"}",
    "a million of one key": b"{" + b",".join([b'"k":0'] * 1_000_000) + b"}",
    "only a number": b"1",
    "only null": b"null",
    "only text": b'"text"',
    "two files": whole().encode() * 2,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_an_error_and_nothing_else(name: str) -> None:
    with pytest.raises(FileFault) as fault:
        read_file(HOSTILE[name])
    assert fault.value.sentence % fault.value.values


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["docker.1", "junior", "2027-01-01T00:00:00Z"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
PLACES = [
    *(
        f"{A}.{name}"
        for name in (
            "number",
            "name",
            "begun_at",
            "target",
            "answers",
            "answers.python",
            "catalogue",
            "result",
            "plan",
            "steps",
        )
    ),
    *(f"{A}.plan.{name}" for name in ("start", "languages", "focus", "done")),
    *("version", "format", "assessments", "assessments.1", "devices"),
]


@given(path=st.sampled_from(PLACES), value=VALUES)
def test_whatever_stands_anywhere_is_read_or_refused(path: str, value: object) -> None:
    try:
        for each in read_file(changed(path, value)):
            assert each.assessment.name is None or each.assessment.name.encode()
            assert {a.level for a in each.assessment.answers.values()} <= {None, 0, 1, 2, 3, 4}
    except FileFault as fault:
        str(fault.sentence % fault.values)


@given(st.binary(max_size=200))
def test_any_bytes_are_refused(content: bytes) -> None:
    with pytest.raises(FileFault):
        read_file(content)
