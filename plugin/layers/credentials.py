"""Keys and passwords that layer sources hold, and must not leave this computer."""

from __future__ import annotations

import re

# A source may hold an address that is percent-encoded itself: ?, & and = in either form.
_SECRET = re.compile(
    r"((?:^|[?&;\s]|%3F|%26)[^?&;=%\s]*"
    r"(?:authcfg|username|password|user|token|key|secret|signature)[^?&;=%\s]*(?:=|%3D))"
    r"(?:(?!%26)[^&;\s])*",
    re.I,
)


_USER = re.compile(r"((?:/|%2F){2})(?:(?!%2F)[^/@\s&?])*?(?:@|%40)", re.I)


def without_secrets(source: str) -> str:
    """A layer's source with stars for the user's name, passwords, keys and tokens, percent-encoded or not."""
    return _USER.sub(r"\1", _SECRET.sub(r"\1***", source))
