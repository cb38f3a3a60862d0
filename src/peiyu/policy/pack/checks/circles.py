"""Things that reach themselves by what they refer to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence


def cycles(refers: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """The circles, each where it closes; without recursion, each reference followed once."""
    done: set[str] = set()
    for start in refers:
        path: dict[str, Iterator[str]] = {} if start in done else {start: iter(refers[start])}
        while path:
            here, ahead = next(reversed(path.items()))
            key = next(ahead, None)
            if key is None:
                done.add(here)
                del path[here]
            elif key in path:
                way = list(path)
                yield (*way[way.index(key) :], key)
            elif key in refers and key not in done:
                path[key] = iter(refers[key])
