"""Every command of docs/operate.md works on a fresh Debian machine."""

import re
from pathlib import Path

import pytest

from tests.book.far import SITE, Far
from tests.book.load import answering, lost
from tests.book.network import commit
from tests.book.page import chapters
from tests.book.reader import ELSEWHERE, LATER, Reader
from tests.support.visitor import CLEAR, Visitor

pytestmark = pytest.mark.verify

NODES = ("8001", "8002")
STANDBY = "SELECT application_name || ' ' || sync_state FROM pg_stat_replication"
RESULT = "/assessments/1"


@pytest.fixture(scope="session")
def learner(reader: Reader) -> Far:
    """Somebody who finished an assessment at the beginning and still has it at the end."""
    reader.follow("One node with SQLite")
    found = Far(reader.room)
    assert "MLOps" in found.result_of(CLEAR).text
    return found


def ask(reader: Reader, port: int, query: str) -> str:
    return reader.room.says(
        f'runuser -u postgres -- psql -X -Atq -p {port} -d orienteer -c "{query}"'
    )


def has_result(learner: Visitor) -> bool:
    page = learner.open(RESULT)
    return page.status == 200 and "MLOps" in page.text


def served(reader: Reader) -> set[str]:
    """Return the nodes that have served nginx since the log was last emptied."""
    log = reader.room.path("/var/log/nginx/orienteer.log").read_text()
    return {node for node in NODES if f"127.0.0.1:{node} " in log}


def test_every_block_has_a_mark_that_is_known_and_a_reason_when_it_is_not_run() -> None:
    blocks = [block for chapter in chapters().values() for block in chapter.blocks]
    assert {block.mark for block in blocks} <= {"", "elsewhere", *LATER}
    put_aside = [block.text for block in blocks if block.mark == "elsewhere"]
    assert len(put_aside) == len(ELSEWHERE)
    assert all(any(text.startswith(words) for text in put_aside) for words in ELSEWHERE)


def test_one_node_answers_by_https_and_keeps_answers(reader: Reader, learner: Far) -> None:
    assert has_result(learner)
    assert reader.room.says("systemctl is-enabled orienteer nginx").split() == ["enabled"] * 2
    owner = reader.room.says("stat -c %U:%a /var/lib/orienteer /etc/orienteer/orienteer.env")
    assert owner.split() == ["orienteer:700", "root:640"]
    proof = "/.well-known/acme-challenge/proof"
    assert (
        reader.room.says(
            f"install -D /etc/hostname /var/www/html{proof}; curl --silent http://learn.example.org{proof}"
        )
        == "fresh"
    )
    assert (
        reader.room.says(
            "curl --silent --output /dev/null --write-out '%{redirect_url}' http://learn.example.org/roles"
        )
        == f"https://{SITE}/roles"
    )


def test_a_backup_restores_what_was_there_and_no_more(reader: Reader, learner: Far) -> None:
    reader.follow("Backups")
    later = Far(reader.room)
    later.finish(CLEAR)
    reader.follow("Restore")
    assert has_result(learner)
    assert not has_result(later)


def test_the_timers_run_each_night(reader: Reader, learner: Far) -> None:
    reader.follow("Backups")
    timers = reader.room.says("systemctl list-timers --no-pager")
    assert re.search(r" 02:[34]\d:\d\d .*orienteer-backup\.timer", timers)
    assert re.search(r" 04:[12]\d:\d\d .*orienteer-purge\.timer", timers)
    reader.room.says("systemctl start orienteer-purge.service")
    assert has_result(learner)


def test_the_standby_is_synchronous(reader: Reader, learner: Far) -> None:
    reader.follow("PostgreSQL with a standby")
    assert ask(reader, 5432, STANDBY) == "standby sync"
    assert ask(reader, 5432, "SHOW data_checksums") == "on"


def test_two_nodes_serve_what_was_saved_with_one(reader: Reader, learner: Far) -> None:
    reader.follow("Two nodes")
    reader.paste_later("Moving from SQLite", "afterwards")
    reader.room.path("/var/log/nginx/orienteer.log").write_text("")
    assert all(has_result(learner) for _ in range(6))
    assert served(reader) == set(NODES)
    assert (
        ask(reader, 5433, "SELECT count(*) FROM assessment")
        == ask(reader, 5432, "SELECT count(*) FROM assessment")
        == "1"
    )
    assert Far(reader.room, "ko").open("/").language == "ko"


def test_a_backup_of_postgresql_restores_and_the_standby_follows(
    reader: Reader, learner: Far
) -> None:
    reader.follow("Two nodes")
    reader.room.says("systemctl start orienteer-backup.service")
    later = Far(reader.room)
    later.finish(CLEAR)
    reader.paste_later("Restore", "nodes")
    assert has_result(learner)
    assert not has_result(later)
    assert ask(reader, 5433, "SELECT count(*) FROM assessment") == "1"


def test_it_can_be_watched(reader: Reader, learner: Far) -> None:
    reader.follow("Watching it")
    figures = "".join(
        reader.room.says(f"curl -s http://127.0.0.1:{port}/metrics") for port in (9101, 9102)
    )
    assert re.search(r'^orienteer_requests_total\{[^}]*status="2xx"\} [1-9]', figures, re.MULTILINE)
    assert learner.open("/metrics").status == 404
    assert learner.open("/readyz").status in {200, 403}


def test_an_upgrade_is_seen_by_nobody(reader: Reader, learner: Far, elsewhere: Path) -> None:
    reader.follow("Watching it")
    (elsewhere / "orienteer" / "CHANGELOG.md").write_text("# Changes\n\n## The version after\n")
    commit(elsewhere, "The version after")
    with answering(reader.room) as crowd:
        reader.follow("Upgrade without downtime")
    assert [person.refused for person in crowd] == [[]] * len(crowd)
    assert lost(crowd) == []
    assert "The version after" in reader.room.says("cat /opt/orienteer/CHANGELOG.md")
    folder = reader.room.says("readlink -f /opt/orienteer")
    for node in NODES:
        assert (
            reader.room.says(f"readlink /proc/$(systemctl show -P MainPID orienteer@{node})/cwd")
            == folder
        )
    assert has_result(learner)


def test_without_its_standby_it_goes_on_and_gets_it_again(reader: Reader, learner: Far) -> None:
    with answering(reader.room) as crowd:
        reader.follow("The standby is away")
    assert lost(crowd) == []
    assert ask(reader, 5432, STANDBY) == "standby sync"


def test_when_the_primary_fails_nothing_is_lost(reader: Reader, learner: Far) -> None:
    reader.follow("The standby is away")
    with answering(reader.room) as crowd:
        reader.follow("The primary fails")
    acknowledged, undecided = (
        sum(len(person.kept) for person in crowd),
        sum(len(person.refused) for person in crowd),
    )
    outage = max(person.longest_wait for person in crowd)
    counts = f"acknowledged {acknowledged} undecided {undecided} lost {len(lost(crowd))}"
    print(f"drill book_fail_over {counts} outage {outage:.1f} s")
    assert lost(crowd) == []
    assert outage <= 30
    assert has_result(learner)


def test_the_two_change_places(reader: Reader, learner: Far) -> None:
    reader.follow("A fresh standby after that")
    assert ask(reader, 5433, STANDBY) == "main sync"
    begun = Far(reader.room)
    begun.finish(CLEAR)
    assert ask(reader, 5432, "SELECT count(*) FROM assessment") == ask(
        reader, 5433, "SELECT count(*) FROM assessment"
    )
    # The backup finds the primary by itself.
    reader.room.says("systemctl start orienteer-backup.service")


def test_a_form_that_was_open_before_a_new_key_is_taken_after_it(
    reader: Reader, learner: Far
) -> None:
    reader.follow("A fresh standby after that")
    open_form = Far(reader.room)
    token = open_form.begin().token
    reader.follow("A new SECRET_KEY")
    assert open_form.put("calculus", {"level": 3, "revision": 1}, token=token).status == 200
    assert has_result(learner)


def test_at_last_nothing_is_left_of_it(reader: Reader, learner: Far) -> None:
    reader.follow("Removing it all")
    assert reader.room.run("id orienteer").returncode
    assert not reader.room.says(
        "ss -ltnH '( sport = :8001 or sport = :8002 or sport = :5432 or sport = :5433 )'"
    )
    assert reader.done == list(reader.book)
