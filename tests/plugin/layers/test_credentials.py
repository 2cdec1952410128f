import pytest


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("https://me:pa55@tiles.org/{z}.png", "https://tiles.org/{z}.png"),
        ("https://tiles.org/{z}.png?apikey=s3cret&style=a", "https://tiles.org/{z}.png?apikey=***&style=a"),
        ("url=https%3A%2F%2Fme%3Apa55%40t.org%2F%7Bz%7D", "url=https%3A%2F%2Ft.org%2F%7Bz%7D"),
        ("url=https%3A%2F%2Ft.org%3Ftoken%3Ds3cret%26v%3D1", "url=https%3A%2F%2Ft.org%3Ftoken%3D***%26v%3D1"),
        ("username=me&password=pa55&url=http://t.org", "username=***&password=***&url=http://t.org"),
        ("authcfg=a1b2c3d&url=http://t.org", "authcfg=***&url=http://t.org"),
        ("/data/keys and users/image.tif", "/data/keys and users/image.tif"),
        ("dbname='gis' user='me' password='pa55'", "dbname='gis' user=*** password=***"),
    ],
)
def test_names_and_keys_are_stars_and_the_rest_stays(source, expected):
    from lake_mapper.plugin.layers.credentials import without_secrets

    assert without_secrets(source) == expected
