"""Which questions a reader wants to see: all, the unanswered ones, the gaps, those with answers to confirm, those assigned to
somebody or nobody, those where talk waits; of one severity or stage or of all. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from assessment.questionnaire import AskedQuestion, FilledQuestionnaire
from assessment.stages import Stage, find_stage


SHOW_ALL, SHOW_UNANSWERED, SHOW_GAPS, SHOW_CARRIED_OVER = "all", "unanswered", "gaps", "carried-over"
# What these show depends on who asks and what colleagues do: `assessment.together` knows the codes.
SHOW_MINE, SHOW_UNASSIGNED, SHOW_WAITING = "mine", "unassigned", "waiting"
ABOUT_PEOPLE = (SHOW_MINE, SHOW_UNASSIGNED, SHOW_WAITING)
NO_CODES = MappingProxyType({})


@dataclass(frozen=True)
class Filter:
    """What to show. Unknown words of an address mean "everything" rather than an error."""

    show: str = SHOW_ALL
    severity: str = ""
    stage: str = ""

    @classmethod
    def read(cls, parameters: Mapping[str, str], severities: Iterable[str]) -> "Filter":
        """The filter in the parameters of an address (`show`, `severity`, `stage`); `severities` are the codes that exist."""
        show = parameters.get("show", SHOW_ALL)
        severity, stage = parameters.get("severity", ""), parameters.get("stage", "")
        return cls(
            show=show if show in (SHOW_UNANSWERED, SHOW_GAPS, SHOW_CARRIED_OVER, *ABOUT_PEOPLE) else SHOW_ALL,
            severity=severity if severity in set(severities) else "",
            stage=stage if stage in set(Stage) else "",
        )

    @property
    def is_active(self) -> bool:
        return self.show != SHOW_ALL or bool(self.severity or self.stage)

    @property
    def is_about_people(self) -> bool:
        """Whether `select` needs the codes of `Together.codes`."""
        return self.show in ABOUT_PEOPLE

    def select(
        self,
        filled: FilledQuestionnaire,
        questions: Iterable[AskedQuestion],
        codes: Mapping[str, Collection[str]] = NO_CODES,
    ) -> tuple[AskedQuestion, ...]:
        """The questions that fit, in their order. `codes` are those that each filter about people shows."""
        return tuple(question for question in questions if self._fits(filled, question, codes))

    def _fits(
        self, filled: FilledQuestionnaire, question: AskedQuestion, codes: Mapping[str, Collection[str]]
    ) -> bool:
        if self.severity and question.severity.code != self.severity:
            return False
        if self.stage and find_stage(question) != self.stage:
            return False
        if self.show == SHOW_ALL:
            return True
        if self.is_about_people:
            return question.code in codes.get(self.show, ())
        if question.pillar in filled.left_out:
            # It counts in no score, so it is neither missing nor a gap.
            return False
        if self.show == SHOW_CARRIED_OVER:
            return filled.is_carried_over(question)
        return filled.is_gap(question) if self.show == SHOW_GAPS else filled.is_unanswered(question)
