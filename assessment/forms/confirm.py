"""Which of the answers that are carried over still hold."""

from collections.abc import Mapping

from assessment.questionnaire import AnswerKey


TICK, VERSION = "confirm", "version"


class ConfirmForm:
    """`confirm` names an answer that is ticked, `<key>-version` the version in which it was read. Anything else is ignored."""

    def __init__(self, data: Mapping[str, str]):
        self.data = data

    def read(self) -> dict[AnswerKey, int]:
        """The ticked answers with their versions; a version that cannot be read is that of no row."""
        return {AnswerKey(key): self._read_version(key) for key in self.data.getlist(TICK)}

    def _read_version(self, key: str) -> int:
        value = self.data.get(f"{key}-{VERSION}", "")
        return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1
