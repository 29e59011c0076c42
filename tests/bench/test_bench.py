"""The benchmark counts every process, checks every response, and records its figures."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from tests.bench import figures, picture, record
from tests.bench.__main__ import PARTS, main
from tests.bench.client import Request, Visit
from tests.bench.cost import Tree
from tests.bench.empty import PAGE as PAGE_OF_EMPTY
from tests.bench.metric import Metric
from tests.bench.people import person, power_law
from tests.bench.servers import SERVER, empty

BUSY = "import time\nend = time.process_time() + 0.3\nwhile time.process_time() < end: pass\n"
PARENT = f"""
import subprocess, sys
subprocess.run([sys.executable, '-c', {BUSY!r}])
print(flush=True)
sys.stdin.read()
"""
SVG = "{http://www.w3.org/2000/svg}"


def found(name: str, *rounds: float) -> record.Part:
    metrics = [Metric("page <of> questions", list(rounds), 3.0), Metric("reported, ms", [1.0, 2.0])]
    return record.measured(name, 12.0, metrics)


def test_a_child_that_has_ended_is_counted() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout
        parent.stdout.readline()
        assert Tree(parent.pid).seconds() >= 0.3
        assert Tree(parent.pid).memory() > 1


def test_a_response_with_another_status_or_content_ends_the_run() -> None:
    with empty() as running:
        running.client.send_all([Request("/", contains=b"Empty")] * 20)
        running.client.send_all([Request("/nothing", status=404)] * 2)
        for wrong in (
            Request("/nothing"),
            Request("/", status=404),
            Request("/", contains=b"Full"),
        ):
            with pytest.raises(AssertionError, match="Request"):
                running.client.send_all([Request("/"), wrong])


def test_the_server_s_work_is_seen_from_outside() -> None:
    with empty() as running:
        before = running.tree.seconds()
        running.client.send_all([Request("/")] * 500)
        assert running.tree.seconds() - before > 0.01


def test_a_visit_continues_with_the_response_to_each_request() -> None:
    seen = []

    def visit() -> Visit:
        while True:
            seen.append((yield Request("/")).body)

    with empty() as running:
        running.client.drive([visit(), visit()], 20)
    assert len(seen) == 18, "a visit's last response is not needed"
    assert set(seen) == {PAGE_OF_EMPTY.encode()}


@pytest.mark.parametrize(("measured", "missed"), [(3.0, False), (3.4, False), (3.5, True)])
def test_a_limit_is_missed_beyond_the_margin(measured: float, missed: bool) -> None:
    metric = Metric("page", [0.1, measured, 90.0], 3.0)
    assert metric.missed is missed
    assert ("MISSED" in metric.line()) is missed
    assert not Metric("page", [measured]).missed


@pytest.mark.parametrize(("measured", "code"), [(3.0, 0), (3.5, 1)])
def test_the_run_prints_every_limit_and_fails_when_one_is_missed(
    measured: float,
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("ORIENTEER_INSTANCE", str(tmp_path))
    monkeypatch.setitem(PARTS, "plan", lambda: iter([Metric("plan of full size", [measured], 3.0)]))
    assert main(["plan"]) == code
    output = capsys.readouterr().out
    assert SERVER in output
    assert f"{measured:.2f}" in output
    assert "3.00" in output
    assert [part.name for part in record.load(tmp_path / "bench.json")] == ["plan"]
    assert "plan of full size" in (tmp_path / "bench.svg").read_text(encoding="utf-8")


def test_a_part_replaces_its_own_figures_and_no_others(tmp_path: Path) -> None:
    path = tmp_path / "bench.json"
    for part in (found("http", 9.0), found("plan", 1.0), found("http", 2.0, 4.0)):
        record.save(part, path)
    parts = {part.name: part for part in record.load(path)}
    assert parts.keys() == {"http", "plan"}
    assert parts["http"].metrics[0].rounds == [2.0, 4.0]
    assert parts["plan"].metrics[0].rounds == [1.0]
    assert parts["http"].machine["server"] == SERVER


def test_the_picture_is_complete_and_marks_missed_limits() -> None:
    drawn = ElementTree.fromstring(picture.draw([found("http", 2.0), found("plan", 30.0)]))  # noqa: S314 (our own)
    assert drawn.tag == f"{SVG}svg"
    bars = [each for each in drawn.iter(f"{SVG}rect") if "bar" in each.attrib["class"].split()]
    assert ["missed" in bar.attrib["class"] for bar in bars] == [False, True]


def test_the_figures_are_written_from_the_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ORIENTEER_INSTANCE", str(tmp_path))
    monkeypatch.setattr(figures, "DOCUMENT", tmp_path / "figures.md")
    record.save(found("http", 2.0, 40.0, 30.0), tmp_path / "bench.json")
    assert main(["figures"]) == 0
    document = figures.DOCUMENT.read_text(encoding="utf-8")
    assert document.startswith(figures.INTRODUCTION)
    assert "## Pages and saved answers" in document
    assert SERVER in document
    assert "| page <of> questions | 30.00 | 2.00 to 40.00 | 3.00 | **missed** |" in document
    assert "| reported, ms | 1.50 | 1.00 to 2.00 |  |  |" in document


def test_the_figures_in_the_documents_are_generated() -> None:
    document = figures.DOCUMENT.read_text(encoding="utf-8")
    assert document.startswith(figures.INTRODUCTION)
    assert re.findall(r"^## (.*)$", document, re.MULTILINE) == list(record.TITLES.values())


def test_people_have_as_many_assessments_as_in_life() -> None:
    counts = power_law(20_000)
    assert sum(counts) == 20_000
    assert 0.6 < sum(each <= 3 for each in counts) / len(counts) < 0.9
    assert max(counts) == 200
    assert person(3, counts) != person(3 + len(counts), counts)
    assert person(3, counts).assessments == person(3 + len(counts), counts).assessments
