"""How colleagues share the work on an assessment: who answers what until when, which parts are signed off, who is waited for.
Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from assessment.discussion import Thread
from assessment.filters import SHOW_MINE, SHOW_UNASSIGNED, SHOW_WAITING
from assessment.questionnaire import AskedQuestion, FilledQuestionnaire, Part


@dataclass(frozen=True)
class Responsibility:
    """A colleague who answers a pillar or a single question. `by` is the name of the person who has said so. `assignee` is
    none where an assignment was withdrawn."""

    assignee: int | None
    name: str
    due_on: date | None = None
    version: int = 0
    by: str = ""


@dataclass(frozen=True)
class Signature:
    """Who has signed a part off, and when. `number` tells it from an earlier or later one."""

    number: int
    at: datetime
    by: int
    name: str


@dataclass(frozen=True)
class PartState:
    """Whether a part can be signed off, and whether it has been. `version` grows with each save of one of its answers."""

    version: int
    is_complete: bool
    signature: Signature | None
    has_changed: bool

    @property
    def is_signed(self) -> bool:
        """Signed off, and nothing has changed since."""
        return self.signature is not None and not self.has_changed


@dataclass(frozen=True)
class QuestionState:
    """What colleagues share about one question. `has_own` tells an assignment of the question from one of its pillar."""

    responsible: Responsibility | None
    has_own: bool
    is_mine: bool
    is_overdue: bool
    comments: int
    open_threads: int
    waits_for_me: bool


@dataclass(frozen=True)
class MyWork:
    """What one person has to do in an assessment, in questions. `due_on` is the first date of those without an answer."""

    assigned: int
    unanswered: int
    overdue: int
    due_on: date | None
    waiting: int


@dataclass(frozen=True)
class Together:
    """How colleagues share an assessment, as one of them (`reader`, a key of a person) sees it today."""

    filled: FilledQuestionnaire
    reader: int
    today: date
    pillars: Mapping[str, Responsibility] = field(default_factory=dict)
    questions: Mapping[str, Responsibility] = field(default_factory=dict)
    signatures: Mapping[tuple[str, str], Signature] = field(default_factory=dict)
    threads: tuple[Thread, ...] = ()

    @cached_property
    def threads_by_question(self) -> dict[str, list[Thread]]:
        found = {}
        for thread in self.threads:
            found.setdefault(thread.question, []).append(thread)
        return found

    def find_responsible(self, question: AskedQuestion) -> Responsibility | None:
        """Whoever the question is assigned to, or else its pillar."""
        found = self.questions.get(question.code), self.pillars.get(question.pillar)
        return next((each for each in found if each is not None and each.assignee is not None), None)

    def is_overdue(self, question: AskedQuestion) -> bool:
        """Whether its day is over and it counts and has no answer."""
        responsible = self.find_responsible(question)
        late = responsible is not None and responsible.due_on is not None and responsible.due_on < self.today
        return late and question.pillar not in self.filled.left_out and self.filled.is_unanswered(question)

    def waits_for_me(self, code: str) -> bool:
        return any(thread.waits_for(self.reader) for thread in self.threads_by_question.get(code, ()))

    def describe(self, question: AskedQuestion) -> QuestionState:
        threads = self.threads_by_question.get(question.code, ())
        responsible = self.find_responsible(question)
        return QuestionState(
            responsible=responsible,
            has_own=responsible is not None and responsible is self.questions.get(question.code),
            is_mine=responsible is not None and responsible.assignee == self.reader,
            is_overdue=self.is_overdue(question),
            comments=sum(len(thread.said) for thread in threads),
            open_threads=sum(thread.is_open for thread in threads),
            waits_for_me=self.waits_for_me(question.code),
        )

    @cached_property
    def mine(self) -> tuple[AskedQuestion, ...]:
        """The questions that count and are assigned to the reader."""
        found = ((question, self.find_responsible(question)) for question in self.filled.questions)
        return tuple(
            question for question, responsible in found if responsible and responsible.assignee == self.reader
        )

    @cached_property
    def codes(self) -> dict[str, frozenset[str]]:
        """For each filter of `assessment.filters` that is about people, the codes that it shows. A thread may wait in a pillar
        that is left out; nobody has to answer there."""
        return {
            SHOW_MINE: frozenset(question.code for question in self.mine),
            SHOW_UNASSIGNED: frozenset(
                question.code for question in self.filled.questions if self.find_responsible(question) is None
            ),
            SHOW_WAITING: frozenset(
                code for code in self.filled.questionnaire.by_code if self.waits_for_me(code)
            ),
        }

    @cached_property
    def my_work(self) -> MyWork:
        unanswered = [question for question in self.mine if self.filled.is_unanswered(question)]
        dates = {self.find_responsible(question).due_on for question in unanswered} - {None}
        return MyWork(
            assigned=len(self.mine),
            unanswered=len(unanswered),
            overdue=sum(self.is_overdue(question) for question in unanswered),
            due_on=min(dates, default=None),
            waiting=len(self.codes[SHOW_WAITING]),
        )

    def describe_part(self, part: Part) -> PartState:
        """Whether the part can be and is signed off. An answer that is missing now counts as changed."""
        answers = [
            self.filled.answer_to(key) for question in part.questions for key in self.filled.keys_of(question)
        ]
        is_complete = part.pillar not in self.filled.left_out and all(answer.counts for answer in answers)
        signature = self.signatures.get((part.pillar, part.code))
        return PartState(
            version=sum(answer.version for answer in answers),
            is_complete=is_complete,
            signature=signature,
            has_changed=signature is not None
            and (not is_complete or any(answer.updated_at > signature.at for answer in answers)),
        )
