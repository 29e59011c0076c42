"""Files have at most 250 lines; the bodies of functions, without their docstring, at most 40."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

MAX_FILE_LINES = 250
MAX_BODY_LINES = 40


def main() -> int:
    """Print every file and function that is too long. Return 1 when there is one."""
    files = [*Path("app").rglob("*.py"), Path("config.py"), *Path("tests").rglob("*.py")]
    found = [fault for path in sorted(files) for fault in _too_long(path)]
    print("\n".join(found), end="\n" if found else "")
    return bool(found)


def _too_long(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    lines = len(text.splitlines())
    if lines > MAX_FILE_LINES:
        yield f"{path}: {lines} lines, {MAX_FILE_LINES} at most"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and (lines := _body_lines(node)) > MAX_BODY_LINES:
            yield f"{path}:{node.lineno}: {node.name} has {lines} lines, {MAX_BODY_LINES} at most"


def _body_lines(function: ast.FunctionDef) -> int:
    first, *others = function.body
    if ast.get_docstring(function) is not None:
        if not others:
            return 0
        first = others[0]
    return (function.end_lineno or first.lineno) - first.lineno + 1


if __name__ == "__main__":
    sys.exit(main())
