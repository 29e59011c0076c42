"""Everything that can be wrong with content is named with its file, its key and the mend."""

from pathlib import Path

import pytest

from app.catalogue.faults import ContentError, Fault
from app.catalogue.load import load_catalogue
from tests.catalogue.content import change, copy_content

RESOURCES = "resources.toml"
MANIFEST, DOCKER, PYTHON, ML = (
    "manifest.toml",
    "skills/docker.toml",
    "skills/python.toml",
    "roles/ml_engineer.toml",
)
JUNIOR = '[[junior]]\nitem = "probability_statistics"\nlevel = 2\nweight = 6\nsource = "expert"'
SENIOR = JUNIOR.replace("junior", "senior").replace("level = 2", "level = 3")
MATCH = 'item = "linear_algebra"\ncoefficient = 15000\nsource = "expert"'
FIRST_STEP = 'from = 0\nkind = "study"\nhours = { low = 8, likely = 15, high = 25 }'
NEEDS_PYTHON = 'any_of = ["python.0", "r.0", "cpp.0"]'
REASON = 'reason.ko = "까닭", reason.en = "a reason"'

Change = tuple[str, str, str, str, str]
"""File, what it says, what it is made to say, the key that must be named, and words of the mend."""

IN_ONE_FILE: dict[str, Change] = {
    "unknown key": (
        DOCKER,
        "name.ko",
        'nmae.ko = "x"\nname.ko',
        "nmae",
        "not a key known here: correct its name or remove it",
    ),
    "unknown key of a step": (
        PYTHON,
        "low = 8",
        "lowest = 1, low = 8",
        "steps[1].hours.lowest",
        "not a key known here",
    ),
    "unknown key of a requirement": (
        ML,
        JUNIOR,
        JUNIOR + "\nhours = 3",
        "junior[1].hours",
        "not a key known here",
    ),
    "unknown key of the scale": (
        MANIFEST,
        "min_answered = 0.6",
        "min_answered = 0.6\nkk = 1",
        "scale.kk",
        "not a key known here",
    ),
    "port that is no number": (
        RESOURCES,
        'url = "https://',
        'url = "https://a.example:x/',
        "resources[1].url",
        "begins with https://",
    ),
    "address that cannot be taken apart": (
        RESOURCES,
        'url = "https://',
        'url = "https://[::1.',
        "resources[1].url",
        "begins with https://",
    ),
    "address that is none": (
        RESOURCES,
        'url = "https://',
        'url = "',
        "resources[1].url",
        "begins with https://",
    ),
    "cost that is none": (
        RESOURCES,
        'cost = "free"',
        'cost = "cheap"',
        "resources[1].cost",
        "must be one of free, audit, paid",
    ),
    "wrong check digit": (
        RESOURCES,
        'url = "',
        'isbn = "9788966262466"\nurl = "',
        "resources[1].isbn",
        "right check digit",
    ),
    "guide in one language": (
        PYTHON,
        "make.ko",
        "mak.ko",
        "steps[1].make.ko",
        "is missing: add it",
    ),
    "third language": (
        DOCKER,
        "name.ko",
        'name.fr = "x"\nname.ko',
        "name.fr",
        "not a key known here",
    ),
    "missing language": (DOCKER, 'name.en = "Docker"\n', "", "name.en", "is missing: add it"),
    "missing language of an anchor": (
        DOCKER,
        'en = "Have never started',
        'xx = "Have',
        "anchors[1].en",
        "is missing: add it",
    ),
    "missing language of a reason": (
        DOCKER,
        "reason.en",
        "reason.xx",
        "steps[2].requires[1].reason.en",
        "is missing: add it",
    ),
    "empty text": (
        DOCKER,
        'name.en = "Docker"',
        'name.en = ""',
        "name.en",
        "must be a text that is not empty",
    ),
    "space around a text": (
        DOCKER,
        'name.en = "Docker"',
        'name.en = "Docker "',
        "name.en",
        "has no space around it",
    ),
    "text in one language only": (
        DOCKER,
        'name.ko = "Docker"\nname.en = "Docker"',
        'name = "Docker"',
        "name",
        "in ko and one in en",
    ),
    "weight without source": (
        ML,
        JUNIOR,
        JUNIOR.replace('source = "expert"', ""),
        "junior[1].source",
        "is missing: add it",
    ),
    "coefficient without source": (
        ML,
        MATCH,
        MATCH.replace('source = "expert"', ""),
        "match[1].source",
        "is missing: add it",
    ),
    "level above the top": (
        ML,
        JUNIOR,
        JUNIOR.replace("level = 2", "level = 5"),
        "junior[1].level",
        "whole number from 1 to 4, not 5",
    ),
    "required level 0": (
        ML,
        JUNIOR,
        JUNIOR.replace("level = 2", "level = 0"),
        "junior[1].level",
        "whole number from 1 to 4, not 0",
    ),
    "level that is true": (
        ML,
        JUNIOR,
        JUNIOR.replace("level = 2", "level = true"),
        "junior[1].level",
        "not True",
    ),
    "weight of a half": (
        ML,
        JUNIOR,
        JUNIOR.replace("weight = 6", "weight = 6.5"),
        "junior[1].weight",
        "whole number from 1 to 100",
    ),
    "negative coefficient": (
        ML,
        "coefficient = 15000",
        "coefficient = -1",
        "match[1].coefficient",
        "whole number from 0 to 1000000",
    ),
    "share above 1": (ML, "share = 0.272", "share = 27.2", "match[2].share", "number from 0 to 1"),
    "four anchors": (
        DOCKER,
        "# Level 0 to 4",
        '[[anchors]]\nko = "하나"\nen = "one"\n# Level',
        "anchors",
        "must be five",
    ),
    "steps out of order": (
        PYTHON,
        "from = 1",
        "from = 2",
        "steps",
        "must be four, from 0, 1, 2 and 3",
    ),
    "study that is experience": (
        PYTHON,
        'kind = "study"',
        'kind = "experience"',
        "steps[1].kind",
        'must be "study"',
    ),
    "hours that do not rise": (
        PYTHON,
        "likely = 15",
        "likely = 25",
        "steps[1].hours",
        "must rise from low to likely to high",
    ),
    "hours in words": (
        PYTHON,
        "{ low = 8, likely = 15, high = 25 }",
        '"15"',
        "steps[1].hours",
        "must be a table",
    ),
    "no months": (PYTHON, "months = 12\n", "", "steps[4].months", "is missing: add it"),
    "a list that is none": (
        DOCKER,
        NEEDS_PYTHON,
        'any_of = "python.0"',
        "steps[2].requires[1].any_of",
        "must be a list of ids",
    ),
    "an empty choice": (
        DOCKER,
        NEEDS_PYTHON,
        "any_of = []",
        "steps[2].requires[1].any_of",
        "at least one and none twice",
    ),
    "a choice twice": (
        DOCKER,
        NEEDS_PYTHON,
        'any_of = ["r.0", "r.0"]',
        "steps[2].requires[1].any_of",
        "none twice",
    ),
    "tables that are none": (
        DOCKER,
        "[[steps.requires]]",
        "[steps.requires]",
        "steps[2].requires",
        "must be a list of tables",
    ),
    "stranger in a group": (
        MANIFEST,
        '["pytorch", "tensorflow"]',
        '["pytorch", "jax"]',
        "groups[1].skills",
        "jax is not a skill",
    ),
    "in two groups": (
        MANIFEST,
        '["aws", "gcp", "azure"]',
        '["aws", "pytorch"]',
        "groups[2].skills",
        "pytorch is not a skill, or is in two",
    ),
}

# fmt: off
ACROSS_FILES: dict[str, Change] = {
    "dangling step": (DOCKER, "python.0", "pyhton.0", "steps.1.requires", "pyhton.0 is not a step: write skill.level"),
    "waits for experience": (DOCKER, "python.0", "python.3", "steps.1.requires", "never waits for the experience step python.3"),
    "requires itself": (DOCKER, "python.0", "docker.0", "steps.1.requires", "docker.0 is the same skill"),
    "circle": (PYTHON, FIRST_STEP, f'{FIRST_STEP}\nrequires = [{{ any_of = ["docker.1"], {REASON} }}]', ".requires", "go in a circle: "),
    "experience that requires": (
        PYTHON, "months = 12", f'months = 12\nrequires = [{{ any_of = ["r.0"], {REASON} }}]', "steps.3.requires",
        "nothing but its own skill",
    ),
    "resource that is none": (PYTHON, '["jump_to_python"', '["jump_two_python"', "steps[1].resources", "jump_two_python is not a resource"),
    "resource that no step names": (RESOURCES, 'id = "dojang_python"', 'id = "lost"', "lost", "no step names this resource"),
    "resource twice": (RESOURCES, 'id = "cs50p"', 'id = "dojang_python"', "id", "dojang_python stands here twice"),
    "wrong sum": (ML, "coefficient = 15000", "coefficient = 15001", "match", "sum to 1000001; they must sum to 1000000"),
    "item that is none": (ML, 'item = "linear_algebra"\nco', 'item = "algebra"\nco', "match", "algebra is not an item"),
    "item that is missing": (ML, 'item = "linear_algebra"\nco', 'item = "algebra"\nco', "match", "the item linear_algebra is missing"),
    "coefficient's unknown source": (ML, MATCH, MATCH.replace("expert", "guess"), "match.linear_algebra.source", "guess is not a source"),
    "weight's unknown source": (ML, JUNIOR, JUNIOR.replace("expert", "guess"), "junior.probability_statistics.source", "is not a source"),
    "share without its n": (ML, "share = 0.272\nn = 287", "share = 0.272", "match.probability_statistics", "a share needs its n"),
    "requires a stranger": (ML, JUNIOR, JUNIOR.replace("probability_", ""), "junior.statistics", "statistics is not an item"),
    "requires a member of a group": (ML, JUNIOR, JUNIOR.replace("probability_statistics", "pytorch"), "junior.pytorch", "is not an item"),
    "required twice": (ML, JUNIOR, f"{JUNIOR}\n\n{JUNIOR}", "junior.probability_statistics", "stands here twice"),
    "falling level": (
        ML, SENIOR, SENIOR.replace("level = 3", "level = 1"), "senior.probability_statistics",
        "falls from the stage before: it must be at least 2",
    ),
    "dropped requirement": (ML, SENIOR, "", "senior.probability_statistics", "it must be at least 2"),
    "skill twice": (MANIFEST, '["python", "cpp", "r"', '["python", "cpp", "calculus"', "skills", "calculus stands here twice"),
    "source twice": (MANIFEST, 'id = "postings"\n', 'id = "expert"\n', "sources", "expert stands here twice"),
    "group twice": (MANIFEST, 'id = "cloud"', 'id = "framework"', "groups", "framework stands here twice"),
    "group named as a skill": (MANIFEST, 'id = "cloud"', 'id = "docker"', "groups", "docker is a skill's id: name the group otherwise"),
}
# fmt: on


def faults(folder: Path) -> tuple[Fault, ...]:
    with pytest.raises(ContentError) as caught:
        load_catalogue(folder)
    return caught.value.faults


def named(found: tuple[Fault, ...], file: str, key: str, mend: str) -> bool:
    """Whether some fault names this file, this key (or one that ends so), and says this."""
    return any(
        f.file == file
        and (f.key == key or (key[0] == "." and f.key.endswith(key)))
        and mend in f.message
        for f in found
    )


@pytest.mark.parametrize("name", [*IN_ONE_FILE, *ACROSS_FILES])
def test_a_fault_is_named_with_its_file_its_key_and_the_mend(tmp_path: Path, name: str) -> None:
    file, old, new, key, mend = (IN_ONE_FILE | ACROSS_FILES)[name]
    folder = copy_content(tmp_path)
    change(folder, file, old, new)
    found = faults(folder)
    files = {f.file for f in found} if name == "circle" else {file}
    assert any(named(found, each, key, mend) for each in files), "\n".join(map(str, found))


def test_a_stage_that_requires_nothing_is_named(tmp_path: Path) -> None:
    folder = copy_content(tmp_path)
    text = (folder / ML).read_text(encoding="utf-8")
    assert text.index("[[senior]]") < text.index("[[lead]]"), (
        "the lead's requirements no longer end the file"
    )
    (folder / ML).write_text("lead = []\n" + text.partition("[[lead]]")[0], encoding="utf-8")
    assert named(
        faults(folder),
        ML,
        "lead",
        "requires nothing, so that no readiness can be told: add an item",
    )


SPOILED = {
    "missing": (None, "the file is missing: add it, or take its id out of manifest.toml"),
    "not UTF-8": ('name.ko = "도커"'.encode("euc-kr"), "the file is not UTF-8: save it as UTF-8"),
    "bad TOML": (b'name.ko = "no end', "the file is not valid TOML: "),
    "key twice": (b'a = "1"\na = "2"', "the file is not valid TOML: "),
}


@pytest.mark.parametrize("file", [MANIFEST, DOCKER, ML])
@pytest.mark.parametrize("name", SPOILED)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, file: str, name: str) -> None:
    folder, (data, mend) = copy_content(tmp_path), SPOILED[name]
    (folder / file).unlink() if data is None else (folder / file).write_bytes(data)
    assert named(faults(folder), file, file, mend)


def test_an_editor_sees_all_faults_of_all_files_at_once(tmp_path: Path) -> None:
    folder = copy_content(tmp_path)
    (folder / "skills/r.toml").unlink()
    (folder / "roles/dl_engineer.toml").write_bytes(b"\xff")
    for name in (
        "unknown key",
        "missing language",
        "weight without source",
        "no months",
        "unknown key of the scale",
    ):
        change(folder, *IN_ONE_FILE[name][:3])
    found = faults(folder)
    assert {f.file for f in found} == {
        "skills/r.toml",
        "roles/dl_engineer.toml",
        DOCKER,
        ML,
        PYTHON,
        MANIFEST,
    }
    assert all(
        named(found, file, key, mend)
        for file, _, _, key, mend in (IN_ONE_FILE["unknown key"], IN_ONE_FILE["missing language"])
    )


def test_faults_across_files_are_all_named_at_once(tmp_path: Path) -> None:
    folder = copy_content(tmp_path)
    together = (
        "dangling step",
        "experience that requires",
        "wrong sum",
        "falling level",
        "source twice",
    )
    for name in together:
        change(folder, *ACROSS_FILES[name][:3])
    found = faults(folder)
    assert all(
        named(found, file, key, mend)
        for file, _, _, key, mend in (ACROSS_FILES[name] for name in together)
    )


def test_a_content_error_prints_one_line_for_each_fault(tmp_path: Path) -> None:
    folder = copy_content(tmp_path)
    change(folder, *IN_ONE_FILE["missing language"][:3])
    with pytest.raises(ContentError, match=r"^skills/docker\.toml: name\.en: is missing: add it$"):
        load_catalogue(folder)


def test_a_file_that_the_manifest_does_not_name_is_a_fault(tmp_path: Path) -> None:
    folder = copy_content(tmp_path)
    for kind, known in (("skills", "sql"), ("roles", "ml_engineer")):
        (folder / kind / "stray.toml").write_bytes((folder / kind / f"{known}.toml").read_bytes())
    assert [(f.file, f.key) for f in faults(folder)] == [
        ("skills/stray.toml", "stray"),
        ("roles/stray.toml", "stray"),
    ]


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    folder = copy_content(tmp_path)
    path = folder / "skills/sql.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_catalogue(folder).skill


def test_a_file_that_cannot_be_read_is_one_fault(tmp_path: Path) -> None:
    folder = copy_content(tmp_path)
    (folder / "skills/sql.toml").write_text('name.ko = "SQL', encoding="utf-8")
    assert [f.file for f in faults(folder)] == ["skills/sql.toml"]
