"""What is noted of an error that nobody expected: its kinds and the places that it came through, and nothing that anybody sent."""

from traceback import extract_tb


def told(error: BaseException) -> str:
    """The error and what led to it, the last first, each with its places. Without their messages, for these may hold what was typed:
    a database says which row it refuses, with every value.
    """
    lines: list[str] = []
    seen: BaseException | None = error
    while seen:
        places = [
            f"  {place.filename}:{place.lineno} in {place.name}: {place.line}"
            for place in extract_tb(seen.__traceback__)
        ]
        lines += [f"{type(seen).__module__}.{type(seen).__qualname__}", *places]
        seen = seen.__cause__ or seen.__context__
    return "\n".join(lines)
