"""Passwords and keys in addresses and connections, which must not get into logs, reports and metadata.

This is the one place that knows under which names servers, databases and their QGIS providers carry keys.
"""

from __future__ import annotations

import re

#: Names that end in one of these carry a secret, whatever stands before: ``maps_api_key``.
_ENDINGS = (
    r"authcfg|user(?:name|pwd|_?id)?|login|pass|passwd|password|passphrase|pwd|token|jwt|secret|signature"
    r"|credentials?|authorization|cookie|session|ticket|api-?key|access-?key(?:-?id)?|key-?(?:pair-?)?id|account-?key"
    r"|subscription-?key|app-?key|private-?key|accessid|license"
)
#: Names that are one only when they stand alone: tk Tianditu, ak Baidu, sig and se, sp, st, sk.. Azure.
_WHOLE = (
    r"key|ukey|ckey|keys|tk|ak|sk|sig|sign|se|sp|st|sv|sks|skt|ske|skv|skoid|sktid|sas|auth|code|sid|uid|pw|usr"
    r"|app-?id|app-?code|client-?id|policy|expires"
)
#: What stands for a sign in an address inside another one.
_SIGNS = {"=": r"(?:=|%3D|%253D)", "start": r"(?:^|[?&;,|\s'\"(\[{]|%3F|%26|%253F|%2526)"}
_SCHEME = r"(?:(?:Bearer|Basic|Digest|Token|JWT)(?:\s+|\+|%20|%2520))?"
#: A value in quotes with anything in them, or up to where the next parameter or the address ends.
_VALUE = (
    r"(?:\\'(?:(?!\\').)*\\'|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\""
    rf"|{_SCHEME}(?:(?!%26|%2526|[;,][\w.-]+=)[^&\s<>'\"|\])}}])*)"
)
_SEPARATED = {name: names.replace("-?", "[-_.]?") for name, names in (("end", _ENDINGS), ("whole", _WHOLE))}
_PARAMETER = re.compile(
    rf"({_SIGNS['start']}(?:[\w.:$-]*?(?:{_SEPARATED['end']})|(?:http-header:)?(?:{_SEPARATED['whole']}))"
    rf"{_SIGNS['=']})({_VALUE})",
    re.IGNORECASE,
)
#: As a header or in JSON: only names that are no words of a sentence.
_HEADER = re.compile(
    rf"((?:authorization|cookie|(?:x[-_])?api[-_]?key|access[-_]?token|password)[\"']?\s*:\s*)({_VALUE})",
    re.IGNORECASE,
)
#: A user name and password before the name of the server, which the last @ before a slash ends.
_USER = re.compile(r"((?::|%3A)(?:/|%2F){2})(?:(?!%2F|%3F)[^/\s&?])*(?:@|%40)", re.IGNORECASE)
#: GDAL's Oracle and ODBC drivers write them as user/password@database.
_SLASHED = re.compile(r"(\b(?:OCI|GEOR|GeoRaster|ODBC):)[^\s@]+@", re.IGNORECASE)
#: Services whose path is the key.
_INSTANCE = re.compile(
    r"((?:/|%2F)ogc(?:/|%2F)(?:wms|wmts|wcs|wfs)(?:/|%2F))[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(rf"((?:[?&]|%3F|%26|%253F|%2526)[\w.-]+{_SIGNS['=']})([\w.+/~-]{{20,}})", re.IGNORECASE)
_CHANGES = 0.3  # of neighbouring characters in a random key are of another kind, at least


def without_secrets(text: str) -> str:
    """Return an address, a connection or a sentence with *** for names of users, passwords, keys and tokens.

    Percent-encoded ones, once or twice, are found as well. Values under unknown names are starred where
    they look as if they were drawn at random.
    """
    text = _PARAMETER.sub(_starred, text)
    text = _HEADER.sub(r"\1***", text)
    text = _USER.sub(r"\1", text)
    text = _SLASHED.sub(r"\1***@", text)
    text = _INSTANCE.sub(r"\1***", text)
    return _UNKNOWN.sub(lambda found: found[1] + ("***" if _random(found[2]) else found[2]), text)


def _starred(found: re.Match[str]) -> str:
    # In a connection to a database, key='id' names the column of ids.
    column = re.search(r"key(?:=|%3D)$", found[1], re.IGNORECASE) and re.match(r"'\w{0,30}'$", found[2])
    return found[0] if column or not found[2] else f"{found[1]}***"


def _random(value: str) -> bool:
    """Whether a value looks like a key: digits, small and large letters follow each other without order."""
    kinds = ["0" if c.isdigit() else "a" if c.islower() else "A" for c in value if c.isalnum()]
    if len(kinds) < 20 or "0" not in kinds or len(set(kinds)) < 2:
        return False
    changes = sum(a != b for a, b in zip(kinds, kinds[1:]))
    return changes >= _CHANGES * (len(kinds) - 1)
