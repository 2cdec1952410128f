import pytest
from hypothesis import given
from hypothesis import strategies as st
from lake_mapper.core.util.credentials import without_secrets
from lake_mapper.core.util.errors import SceneError


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("https://me:pa55@tiles.org/{z}.png", "https://tiles.org/{z}.png"),
        ("https://me:p@55@tiles.org/{z}.png", "https://tiles.org/{z}.png"),
        ("https://tiles.org/{z}.png?apikey=s3cret&style=a", "https://tiles.org/{z}.png?apikey=***&style=a"),
        ("url=https%3A%2F%2Fme%3Apa55%40t.org%2F%7Bz%7D", "url=https%3A%2F%2Ft.org%2F%7Bz%7D"),
        ("url=https%3A%2F%2Ft.org%3Ftoken%3Ds3cret%26v%3D1", "url=https%3A%2F%2Ft.org%3Ftoken%3D***%26v%3D1"),
        ("url=a%253Ftk%253Ds3cret%2526v%253D1", "url=a%253Ftk%253D***%2526v%253D1"),
        ("username=me&password=pa55&url=http://t.org", "username=***&password=***&url=http://t.org"),
        ("authcfg=a1b2c3d&url=http://t.org", "authcfg=***&url=http://t.org"),
        ("dbname='gis' user='me' password='pa 55'", "dbname='gis' user=*** password=***"),
        (
            "dbname='gis' password='pa\\'5 5' key='id' table=\"t\"",
            "dbname='gis' password=*** key='id' table=\"t\"",
        ),
        ("PG:host=h user=me password=pa55 dbname=gis", "PG:host=h user=*** password=*** dbname=gis"),
        ("postgres://me:pa55@host/gis", "postgres://host/gis"),
        ("MSSQL:server=s;database=d;uid=me;pwd=pa55", "MSSQL:server=s;database=d;uid=***;pwd=***"),
        ("MYSQL:gis,user=me,password=pa55,host=h", "MYSQL:gis,user=***,password=***,host=h"),
        ("georaster:me/pa55@db,LAKES", "georaster:***@db,LAKES"),
        (
            "/vsicurl?header.Authorization=Bearer%20abc.def&url=https://t.org/a.tif",
            "/vsicurl?header.Authorization=***&url=https://t.org/a.tif",
        ),
        (
            "http-header:Authorization=Bearer abc&http-header:referer=x&url=http://t.org",
            "http-header:Authorization=***&http-header:referer=x&url=http://t.org",
        ),
        (
            "/vsicurl/https://a.blob.core.windows.net/c/b.tif?sv=2020&se=2026-01-01&sp=r&sig=a%2Bb%3D",
            "/vsicurl/https://a.blob.core.windows.net/c/b.tif?sv=***&se=***&sp=***&sig=***",
        ),
        (
            "https://b.s3.amazonaws.com/a.tif?X-Amz-Credential=A/b&X-Amz-Date=1&X-Amz-Signature=9f",
            "https://b.s3.amazonaws.com/a.tif?X-Amz-Credential=***&X-Amz-Date=1&X-Amz-Signature=***",
        ),
        ('{"Authorization": "Bearer abc def"}', '{"Authorization": ***}'),
        (
            "https://s.org/ogc/wms/1a2b3c4d-1a2b-3c4d-5e6f-1a2b3c4d5e6f?layers=a",
            "https://s.org/ogc/wms/***?layers=a",
        ),
        ("<ServerUrl>https://t.org/?tk=abc</ServerUrl>", "<ServerUrl>https://t.org/?tk=***</ServerUrl>"),
        (
            "https://t.org/?tk=abc cannot be read: HTTP 403.",
            "https://t.org/?tk=*** cannot be read: HTTP 403.",
        ),
        ("https://t.org/?x=zX81kPq0aB7rT2mN5vL9", "https://t.org/?x=***"),
    ],
)
def test_names_and_keys_are_stars_and_the_rest_stays(source, expected):
    assert without_secrets(source) == expected


@pytest.mark.parametrize("name", [
    "token", "tk", "ak", "sk", "sig", "se", "sp", "st", "key", "api_key", "apiKey", "access_token", "authcfg",
    "pwd", "passwd", "pass", "auth", "jwt", "code", "session", "appid", "credential", "subscription-key",
    "Ocp-Apim-Subscription-Key", "AWSAccessKeyId", "GoogleAccessId", "Key-Pair-Id", "client_secret",
])  # fmt: skip
@pytest.mark.parametrize(
    "form",
    ["https://t.org/a.tif?{}={}", "https://t.org/?a=1&{}={}&b=2", "url=http%3A%2F%2Ft.org%3F{}%3D{}%26b%3D2"],
)
def test_every_name_under_which_keys_travel_is_known(name, form):
    for written in (name, name.upper(), name.lower()):
        assert without_secrets(form.format(written, "TOPSECRET")) == form.format(written, "***")


@given(
    st.text("abcABC123~!$*-_.+:/?", min_size=1, max_size=30),
    st.sampled_from(
        ["https://h.org/?token={}", "PG:host=h password='{}' dbname=d", "https://h/?q=1&sig={}&z=1"]
    ),
)
def test_no_part_of_a_key_is_left(key, form):
    marked = f"#TOP{key}SECRET#"

    found = without_secrets(form.format(marked))

    assert "TOP" not in found
    assert "SECRET" not in found


@pytest.mark.parametrize(
    "harmless",
    [
        "/data/keys and users/image.tif",
        "/data/a@b/image_2020.tif",
        "C:/Users/me/password=none.txt/..",
        "//server/share@2/image.tif",
        "https://t.org/wms?LAYERS=LC08_L2SP_147037_20200531_20200820_02_T1&STYLES=&CRS=EPSG:3857",
        "https://t.org/?layers=Sentinel2_L2A_cloudless_mosaic_2020&format=image/png",
        "GeoPackage lakes.gpkg|layername=lakes|subset=\"area_km2\" > 1",
        "Contrast: stretched between 2 and 98 %. HTTP response code: 404.",
    ],
)  # fmt: skip
def test_what_is_no_key_stays(harmless):
    assert without_secrets(harmless) == harmless


def test_errors_show_no_keys():
    error = SceneError("https://t.org/a.tif?sig=TOPSECRET cannot be read. Check the address.")

    assert str(error) == "https://t.org/a.tif?sig=*** cannot be read. Check the address."
