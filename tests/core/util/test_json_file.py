import pytest
from lake_mapper.core.util.json_file import read_json_object


def test_names_and_values_are_read_also_after_a_byte_order_mark(tmp_path):
    (tmp_path / "a.json").write_text('{"a": [1]}', encoding="utf-8-sig")

    assert read_json_object(tmp_path / "a.json") == {"a": [1]}


@pytest.mark.parametrize(
    "content",
    [b"null", b"[]", b"5", b'"x"', b"{", b"", b"\x00", b"\xff\xfe", b"[" * 100_000, b'{"a":' * 100_000],
)
def test_anything_else_is_one_kind_of_error(tmp_path, content):
    (tmp_path / "a.json").write_bytes(content)

    with pytest.raises(ValueError):
        read_json_object(tmp_path / "a.json")
