"""What the benchmark says can be relied on: it counts every process, looks at every answer, and keeps what it found."""

import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from itertools import repeat
from pathlib import Path

import pytest

from tests.bench import picture, record
from tests.bench.client import ask
from tests.bench.cost import Tree
from tests.bench.metric import Metric
from tests.bench.page import BEGIN, END, PAGE, written
from tests.bench.people import somebody, spread
from tests.bench.servers import empty

BUSY = "import time\nend = time.process_time() + 0.3\nwhile time.process_time() < end: pass\n"
PARENT = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {BUSY!r}])\nprint(flush=True)\nsys.stdin.read()"
SVG = "{http://www.w3.org/2000/svg}"


def found(name: str, *rounds: float) -> record.Part:
    metrics = [Metric("page <of> questions", list(rounds), 3.0, 2.6), Metric("told, ms", [1.0, 2.0])]
    return record.measured(name, 12.0, metrics)


def test_a_child_that_has_ended_is_counted() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        parent.stdout.readline()
        assert Tree(parent.pid).seconds() >= 0.3
        assert Tree(parent.pid).memory() > 1


def test_an_answer_with_another_status_or_length_ends_the_measuring() -> None:
    with empty() as running:
        running.client.run([repeat(ask("GET", "/"))] * 2, 20)
        with pytest.raises(AssertionError, match="404"):
            running.client.run([repeat(ask("GET", "/nothing"))], 2)
        running.client.run([repeat(ask("GET", "/nothing", 404))], 2)
        lengths = iter([ask("GET", "/"), ask("GET", "/nothing", 404)])
        with pytest.raises(AssertionError, match="bytes"):
            running.client.run([(type(each)(each.request, each.status, "same") for each in lengths)], 2)


def test_what_the_server_works_is_seen_from_outside() -> None:
    with empty() as running:
        before = running.tree.seconds()
        running.client.run([repeat(ask("GET", "/"))] * 4, 500)
        assert running.tree.seconds() - before > 0.01


def test_a_part_replaces_its_own_figures_and_no_others(tmp_path: Path) -> None:
    path = tmp_path / "bench.json"
    for part in (found("http", 9.0), found("plan", 1.0), found("http", 2.0, 4.0)):
        record.keep(part, path)
    parts = {part.name: part for part in record.load(path)}
    assert parts.keys() == {"http", "plan"}
    assert parts["http"].metrics[0].rounds == [2.0, 4.0]
    assert parts["plan"].metrics[0].rounds == [1.0]
    assert parts["http"].machine["cores"]


def test_the_picture_is_whole_and_marks_what_is_missed() -> None:
    drawn = ElementTree.fromstring(picture.drawn([found("http", 2.0), found("plan", 30.0)]))  # noqa: S314 (our own)
    assert drawn.tag == f"{SVG}svg"
    bars = [each for each in drawn.iter(f"{SVG}rect") if "bar" in each.attrib["class"].split()]
    assert ["missed" in bar.attrib["class"] for bar in bars] == [False, True]


def test_the_page_gets_the_figures_between_its_marks() -> None:
    said = written([found("http", 30.0)])
    before, after = PAGE.read_text(encoding="utf-8").split(BEGIN)[0], PAGE.read_text(encoding="utf-8").split(END)[1]
    assert said.startswith(before)
    assert said.endswith(after)
    assert "| page <of> questions | 30.00 |  | 3.00 | 2.60 | **missed** |" in said


def test_people_hold_as_many_assessments_as_in_life() -> None:
    counts = spread(20_000)
    assert sum(counts) == 20_000
    assert 0.6 < sum(each <= 3 for each in counts) / len(counts) < 0.9
    assert max(counts) == 200
    assert somebody(3, counts) != somebody(3 + len(counts), counts)
    assert somebody(3, counts).count == somebody(3 + len(counts), counts).count
