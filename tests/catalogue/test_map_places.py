"""Faults of map.toml are named with the place and a remedy."""

from pathlib import Path

import pytest

from app.catalogue.faults import ContentError
from app.catalogue.reading import load_reading
from tests.catalogue.content import change, copy_content

PYTHON = '[[areas.skills]]\nid = "python"\nx = 92\ny = 352\n'

CHANGES = {
    "missing skill": (
        PYTHON + 'label.ko = "Python"\nlabel.en = "Python"\n',
        "",
        "python of the area programming",
    ),
    "unknown skill": ('id = "python"', 'id = "pyton"', "pyton of the area programming"),
    "off the map": ("x = 92\n", "x = 8\n", "must be a whole number from 40 to 760"),
    "too close": ("x = 92\ny = 352", "x = 180\ny = 340", "closer than 60 units"),
    "one language": ('label.en = "Maths"', 'label.xx = "Maths"', "is missing: add it"),
    "unknown key": ("x = 92\n", "x = 92\nz = 1\n", "is not a key known here"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_fault_is_named(tmp_path: Path, name: str) -> None:
    old, new, said = CHANGES[name]
    folder = copy_content(tmp_path)
    change(folder, "map.toml", old, new)
    with pytest.raises(ContentError) as caught:
        load_reading(folder)
    assert {fault.file for fault in caught.value.faults} == {"map.toml"}
    assert any(said in fault.sentence % fault.values for fault in caught.value.faults)
