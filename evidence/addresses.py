"""Addresses that people give as evidence. They are looked at, never fetched."""

import ipaddress
import re
import unicodedata
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit


MAX_LENGTH = 2000
PORTS = {"http": 80, "https": 443}
# Names that mean this computer or the network around it.
PRIVATE_ENDINGS = (
    "localhost",
    "localdomain",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "home.arpa",
    "test",
    "invalid",
)
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp"})


class AddressRefusal(StrEnum):
    EMPTY = "empty"
    TOO_LONG = "too-long"
    CHARACTERS = "characters"
    """Blanks, controls, invisible marks or backslashes."""
    NOT_WEB = "not-web"
    """Does not begin with http:// or https://."""
    PASSWORD = "password"
    """Carries a user name or a password."""
    HOST = "host"
    """No host, a host without a dot, or a name or port that cannot exist."""
    PRIVATE = "private"
    """Leads to this computer or to a private network: nobody else could read it."""


class RefusedAddress(Exception):
    def __init__(self, refusal: AddressRefusal):
        super().__init__(refusal)
        self.refusal = refusal


def check_address(text: str) -> str:
    """The address in its usual form: NFC, scheme and host in lower case, no usual port. The host stays in its own alphabet."""
    address = unicodedata.normalize("NFC", text.strip())
    if not address:
        raise RefusedAddress(AddressRefusal.EMPTY)
    if len(address) > MAX_LENGTH:
        raise RefusedAddress(AddressRefusal.TOO_LONG)
    if "\\" in address or any(unicodedata.category(letter) in UNSEEN for letter in address):
        raise RefusedAddress(AddressRefusal.CHARACTERS)
    if not re.match(r"https?://", address, re.IGNORECASE):
        raise RefusedAddress(AddressRefusal.NOT_WEB)
    parts, port = _split(address)
    if "@" in parts.netloc:
        raise RefusedAddress(AddressRefusal.PASSWORD)
    host = _check_host(parts.hostname or "")
    if port not in (None, PORTS[parts.scheme]):
        host = f"{host}:{port}"
    return parts._replace(netloc=host, path=parts.path or "/").geturl()


def _split(address: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise RefusedAddress(AddressRefusal.HOST) from error
    if port == 0:
        raise RefusedAddress(AddressRefusal.HOST)
    return parts, port


def _check_host(host: str) -> str:
    """The host as it is written in an address. What browsers read as a number counts as a number: 127.1, 0x7f.0.0.1, １２７.0.0.1."""
    name = unicodedata.normalize("NFKC", host).replace("。", ".").lower().removesuffix(".")
    if ":" in name:
        number = _check_number(name)
        return f"[{number}]" if ":" in number else number
    labels = name.split(".")
    if any(name == ending or name.endswith(f".{ending}") for ending in PRIVATE_ENDINGS):
        raise RefusedAddress(AddressRefusal.PRIVATE)
    if re.fullmatch(r"\d+|0x[0-9a-f]*", labels[-1]):
        return _check_number(name)
    if len(labels) < 2 or len(name) > 253 or not all(map(_is_label, labels)):
        raise RefusedAddress(AddressRefusal.HOST)
    return name


def _check_number(name: str) -> str:
    try:
        number = ipaddress.ip_address(name)
    except ValueError as error:
        # Short and octal forms are the usual disguise of private numbers.
        raise RefusedAddress(AddressRefusal.PRIVATE) from error
    number = getattr(number, "ipv4_mapped", None) or number
    if not number.is_global or number.is_multicast:
        raise RefusedAddress(AddressRefusal.PRIVATE)
    return str(number)


def _is_label(label: str) -> bool:
    if not re.fullmatch(r"\w([\w-]*\w)?", label):
        return False
    try:
        return len(label.encode("idna")) <= 63
    except UnicodeError:
        return False
