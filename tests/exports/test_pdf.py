"""A plan as PDF, read again by pypdf."""

import io
import os
import subprocess
import sys
from functools import cache

import pytest
from pypdf import PdfReader

from app.exports import pdf
from app.exports.pdf import pdf_is_installed, plan_as_pdf
from app.exports.words import Wanted, Words
from tests.exports.plans import ENGLISH, KOREAN, OURS, TITLES, TRAP, our_plan, resource, trapped

BOTH = pytest.mark.parametrize(
    "words", [pytest.param(ENGLISH, marks=pytest.mark.verify), KOREAN], ids=["en", "ko"]
)


@cache
def made(words: Words) -> bytes:
    return plan_as_pdf(our_plan(), OURS, words)


def read(words: Words) -> PdfReader:
    return PdfReader(io.BytesIO(made(words)), strict=True)


def copied(reader: PdfReader) -> list[str]:
    """Return the text of all pages as copying gives it, without the page numbers."""
    pages = [page.extract_text() for page in reader.pages]
    return " ".join(
        text.replace(f"{number} / {len(pages)}", "") for number, text in enumerate(pages, 1)
    ).split()


@BOTH
def test_the_whole_plan_can_be_copied(words):
    found = "".join(copied(read(words)))  # a line may end after the "/" of a path
    for planned in our_plan().steps:
        step, skill = OURS.step[planned.id], OURS.skill[planned.skill]
        for sentence in (
            skill.name,
            step.guide.learn,
            step.guide.make,
            skill.anchors[step.to_level],
        ):
            assert "".join(words.say(sentence).split()) in found


def test_no_line_ends_within_a_korean_word():
    found = set(copied(read(KOREAN)))
    for planned in our_plan().steps:
        guide = OURS.step[planned.id].guide
        words_of_guide = f"{guide.learn.ko} {guide.make.ko}".split()
        assert {
            word
            for word in words_of_guide
            if len(word) <= 20 and any("가" <= letter <= "힣" for letter in word)
        } <= found


@pytest.mark.parametrize(("words", "title"), TITLES)
def test_it_says_its_title_and_its_language_and_is_tagged_for_screen_readers(words, title):
    reader = read(words)
    root = reader.trailer["/Root"]
    assert reader.metadata is not None
    assert (reader.metadata.title, root["/Lang"], root["/MarkInfo"]["/Marked"]) == (
        title,
        words.language,
        True,
    )
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert {"H1", "H2", "L", "LI", "Table", "TH", "TD", "Link"} <= tags(root["/StructTreeRoot"])


def tags(node: object) -> set[str]:
    """Return the names of a structure's elements."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return set[str]().union(*map(tags, node))
    if not isinstance(node, dict):
        return set()
    own = {str(node["/S"])[1:]} if "/S" in node else set()
    return own | (tags(node["/K"]) if "/K" in node else set())


@BOTH
def test_it_is_set_on_numbered_pages_of_a4(words):
    pages = read(words).pages
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
        assert f"{number} / {len(pages)}" in page.extract_text()


@BOTH
def test_its_letters_are_those_of_the_package_whatever_fonts_the_system_has(words):
    fonts = {
        font.get_object()["/BaseFont"]
        for page in read(words).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert {font.split("+")[1] for font in fonts} == {"Plan"}


@BOTH
def test_its_links_are_those_of_the_resources_that_are_wanted(words):
    ours, wanted = our_plan(), Wanted((words.language,))
    reader = PdfReader(io.BytesIO(plan_as_pdf(ours, OURS, words, wanted)))
    links = {
        note.get_object()["/A"]["/URI"] for page in reader.pages for note in page.get("/Annots", [])
    }
    assert links == {
        each.url
        for step in ours.steps
        for id in OURS.step[step.id].resources
        if wanted.takes(each := OURS.resource[id])
    }


@BOTH
def test_the_same_plan_gives_the_same_bytes_in_another_process_and_on_another_day(words):
    code = f"""
import sys
from tests.exports.plans import OURS, our_plan
from tests.exports.plans import {"KOREAN" if words is KOREAN else "ENGLISH"} as words
from app.exports.pdf import plan_as_pdf
sys.stdout.buffer.write(plan_as_pdf(our_plan(), OURS, words))
"""
    settings = {
        **os.environ,
        "PYTHONHASHSEED": "7",
        "TZ": "Pacific/Auckland",
        "SOURCE_DATE_EPOCH": "86400",
    }
    assert subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, env=settings
    ).stdout == made(words)


def test_nothing_but_the_font_is_opened():
    fetch = pdf.font_sources()[1]
    for address in (
        "https://example.org/a.png",
        "file:///etc/hostname",
        "data:text/css,a",
        "font:/etc/hostname",
        "font:serif",
        "ftp://example.org/",
    ):
        with pytest.raises((OSError, ValueError)):
            fetch(address)
    with fetch(pdf.FONT)._file_obj as font:
        assert font.read(4) == b"OTTO"


def test_nothing_is_taken_for_markup():
    marked, small = trapped(
        resources=(resource("one", title=f"![image](file:///etc/hostname) {TRAP}"),)
    )
    found = " ".join(copied(PdfReader(io.BytesIO(plan_as_pdf(marked, small, ENGLISH)))))
    assert TRAP in found
    assert "![image](file:///etc/hostname)" in found


def test_asking_whether_it_works_imports_nothing_of_it():
    code = """
import sys
from app.exports.pdf import pdf_is_installed
assert pdf_is_installed()
assert not {"weasyprint", "markdown_it", "pylopdf_fonts_ko", "cffi", "fontTools"} & set(sys.modules)
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("name", "value"),
    [("PANGO", "no-such-library-1.0"), ("PACKAGES", ("weasyprint", "no_such_package"))],
)
def test_it_does_not_work_without_a_package_or_without_the_system_s_pango(monkeypatch, name, value):
    monkeypatch.setattr(pdf, name, value)
    assert not pdf_is_installed.__wrapped__()
