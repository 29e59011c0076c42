"""Files have at most 250 lines, functions at most 40."""

import ast
import sys
from pathlib import Path

LONGEST_FILE = 250
LONGEST_FUNCTION = 40


def main() -> int:
    """Print every file and function that is too long; 1 when there is one."""
    found = []
    for path in sorted([*Path("app").rglob("*.py"), Path("config.py"), *Path("tests").rglob("*.py")]):
        text = path.read_text(encoding="utf-8")
        lines = len(text.splitlines())
        if lines > LONGEST_FILE:
            found.append(f"{path}: {lines} lines, {LONGEST_FILE} at most")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno and node.end_lineno - node.lineno >= LONGEST_FUNCTION:
                found.append(f"{path}:{node.lineno}: {node.name} has {node.end_lineno - node.lineno + 1} lines, {LONGEST_FUNCTION} at most")
    print("\n".join(found), end="\n" if found else "")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
