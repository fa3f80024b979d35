"""Addresses that people give as evidence: their form, never what they lead to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.addresses import MAX_LENGTH, AddressRefusal, RefusedAddress, check_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://example.kz/policy?a=1&b=2#part", "https://example.kz/policy?a=1&b=2#part"),
        ("  HTTP://Example.KZ:80 ", "http://example.kz/"),
        ("https://example.kz:8443/", "https://example.kz:8443/"),
        ("https://example.kz:443/a", "https://example.kz/a"),
        ("https://ҚАЗАҚ.қаз/саясат", "https://қазақ.қаз/саясат"),
        ("https://example.kz./", "https://example.kz/"),
        ("https://xn--80aaa.xn--80ao21a/", "https://xn--80aaa.xn--80ao21a/"),
        ("http://8.8.8.8/a", "http://8.8.8.8/a"),
        ("http://[2001:4860:4860::8888]/", "http://[2001:4860:4860::8888]/"),
        ("http://[::ffff:8.8.8.8]/", "http://8.8.8.8/"),
        ("https://example.kz/a@b", "https://example.kz/a@b"),
        (
            "https://web.archive.org/web/2026/https://example.kz/",
            "https://web.archive.org/web/2026/https://example.kz/",
        ),
    ],
)
def test_address_is_accepted_in_its_usual_form(text, address):
    assert check_address(text) == address


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", AddressRefusal.EMPTY),
        (" \n ", AddressRefusal.EMPTY),
        ("https://example.kz/" + "a" * MAX_LENGTH, AddressRefusal.TOO_LONG),
        ("https://example.kz/a b", AddressRefusal.CHARACTERS),
        ("https://example.kz/\u202egpj", AddressRefusal.CHARACTERS),
        ("https://example.kz\\@evil.org/", AddressRefusal.CHARACTERS),
        ("java\nscript:alert(1)", AddressRefusal.CHARACTERS),
        ("javascript:alert(1)", AddressRefusal.NOT_WEB),
        ("ftp://example.kz/", AddressRefusal.NOT_WEB),
        ("file:///etc/passwd", AddressRefusal.NOT_WEB),
        ("//example.kz/", AddressRefusal.NOT_WEB),
        ("example.kz", AddressRefusal.NOT_WEB),
        ("https://asem:secret@example.kz/", AddressRefusal.PASSWORD),
        ("https://example.kz@evil.org/", AddressRefusal.PASSWORD),
        ("https:///path", AddressRefusal.HOST),
        ("https://intern/", AddressRefusal.HOST),
        ("https://a..kz/", AddressRefusal.HOST),
        ("https://-a.kz/", AddressRefusal.HOST),
        ("https://" + "a" * 64 + ".kz/", AddressRefusal.HOST),
        ("https://" + "a." * 130 + "kz/", AddressRefusal.HOST),
        ("https://example.kz:99999/", AddressRefusal.HOST),
        ("https://example.kz:0/", AddressRefusal.HOST),
        ("https://[example.kz/", AddressRefusal.HOST),
        ("http://localhost/", AddressRefusal.PRIVATE),
        ("http://printer.local/", AddressRefusal.PRIVATE),
        ("http://wiki.corp/", AddressRefusal.PRIVATE),
        ("http://127.0.0.1/", AddressRefusal.PRIVATE),
        ("http://127.1/", AddressRefusal.PRIVATE),
        ("http://2130706433/", AddressRefusal.PRIVATE),
        ("http://0x7f.0.0.0x1/", AddressRefusal.PRIVATE),
        ("http://１２７。0.0.1/", AddressRefusal.PRIVATE),
        ("http://10.1.2.3/", AddressRefusal.PRIVATE),
        ("http://169.254.169.254/", AddressRefusal.PRIVATE),
        ("http://224.0.0.1/", AddressRefusal.PRIVATE),
        ("http://[::1]/", AddressRefusal.PRIVATE),
        ("http://[fe80::1%25eth0]/", AddressRefusal.PRIVATE),
        ("http://[::ffff:10.0.0.1]/", AddressRefusal.PRIVATE),
    ],
)
def test_address_is_refused(text, refusal):
    with pytest.raises(RefusedAddress) as refused:
        check_address(text)

    assert refused.value.refusal == refusal


@given(st.text(max_size=60).map("https://{}".format))
def test_accepted_address_stays_as_it_is(text):
    try:
        address = check_address(text)
    except RefusedAddress:
        return
    assert check_address(address) == address
