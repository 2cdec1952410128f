"""Passwords and keys in the sources of layers, which must not get into logs, reports and metadata."""

from __future__ import annotations

import re

# A source may hold an address that is percent-encoded itself: ?, & and = in either form.
_PARAMETER = re.compile(
    r"((?:^|[?&;\s]|%3F|%26)[^?&;=%\s]*"
    r"(?:authcfg|username|password|user|token|key|secret|signature)[^?&;=%\s]*(?:=|%3D))"
    r"(?:(?!%26)[^&;\s])*",
    re.I,
)
#: A user name and password before the name of the server, which an @ ends.
_USER = re.compile(r"((?:/|%2F){2})(?:(?!%2F)[^/@\s&?])*?(?:@|%40)", re.I)


def without_secrets(source: str) -> str:
    """Return a layer's source with *** for user names, passwords, keys and tokens, percent-encoded or not."""
    return _USER.sub(r"\1", _PARAMETER.sub(r"\1***", source))
