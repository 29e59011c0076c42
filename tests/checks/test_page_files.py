"""To follow a page, a reader opens few files."""

from tests.checks.page_files import files_of_pages

MOST_FILES = {"questions": 20, "result": 26, "plan": 30, "list": 20}
"""Files of `app/` without content, scoring and planning."""


def test_a_page_runs_functions_of_few_files() -> None:
    found = files_of_pages()
    assert found.keys() == MOST_FILES.keys()
    assert {page: files for page, files in found.items() if len(files) > MOST_FILES[page]} == {}
    assert all("web/auth.py" in files for files in found.values()), "functions were seen"
