"""Every page and every state that a person can meet, one after another.

`PAGES` names each URL that renders a page; a test compares it with the portal's addresses, so a new page cannot stay out.
`visit_everything` opens them and brings pages into their rarer states.
"""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from accounts.actions import update_organisation_profile
from accounts.models import Organisation, Role, User
from assessment.actions import add_comment, assign, reply, resolve_thread, withdraw_comment
from assessment.actions.workbook import keep_upload
from assessment.models import Answer, Assessment, Evidence, WorkbookUpload
from assessment.workbook.values import FileChange, compute_fingerprint
from standards.models import Edition, EditionStatus
from tests.factories.assessments import UNANSWERED, make_assessment, measure, save_answer
from tests.factories.people import PASSWORD, make_member, make_organisation


LEAD, CONTRIBUTOR, VIEWER = "lead@kokjiek.test", "contributor@kokjiek.test", "viewer@kokjiek.test"
STRANGER, READER = "lead@tulpar.test", "reader@ngo.test"
# Leads a company that measures services apart.
SERVICES_LEAD = "lead@services.test"

# Name, who opens it, arguments; `company` and `assessment` are those of the demo company Kokjiek, `older` and
# `newer` those of Tulpar, `measured` is an assessment with services.
PAGES = [
    ("reports:front", None, {}),
    ("reports:front", LEAD, {}),
    ("reports:sample", None, {}),
    ("standards:list", None, {}),
    ("standards:edition", None, {"slug": "drcq", "name": "2026"}),
    ("standards:edition", None, {"slug": "kz-context", "name": "2026"}),
    ("standards:question", None, {"slug": "drcq", "name": "2026", "code": "PRV-01"}),
    ("standards:question", None, {"slug": "kz-context", "name": "2026", "code": "FOE-17"}),
    ("crosswalk:search", None, {}),
    ("crosswalk:framework", None, {"code": "rdr-2020"}),
    ("crosswalk:framework", None, {"code": "gni"}),
    ("crosswalk:edition", None, {"slug": "kz-context", "name": "2026"}),
    ("glossary:list", None, {}),
    ("shortcuts:help", None, {}),
    ("account_login", None, {}),
    ("account_inactive", None, {}),
    ("account_logout", LEAD, {}),
    ("account_change_password", LEAD, {}),
    ("accounts:organisation", LEAD, {"organisation_id": "company"}),
    ("accounts:organisation", VIEWER, {"organisation_id": "company"}),
    ("assessment:list", LEAD, {}),
    ("assessment:start", LEAD, {}),
    ("assessment:detail", LEAD, {"assessment_id": "assessment"}),
    ("assessment:check", LEAD, {"assessment_id": "assessment"}),
    ("assessment:search", LEAD, {"assessment_id": "assessment"}),
    ("assessment:score", LEAD, {"assessment_id": "assessment", "cut": "total", "code": "all"}),
    ("assessment:score", LEAD, {"assessment_id": "assessment", "cut": "pillar", "code": "governance"}),
    ("assessment:score", LEAD, {"assessment_id": "assessment", "cut": "disclosure", "code": "all"}),
    ("assessment:units", LEAD, {"assessment_id": "assessment"}),
    ("assessment:assignments", LEAD, {"assessment_id": "assessment"}),
    ("assessment:assignments", VIEWER, {"assessment_id": "assessment"}),
    ("assessment:question", LEAD, {"assessment_id": "assessment", "code": "GOV-01"}),
    ("assessment:question", VIEWER, {"assessment_id": "assessment", "code": "GOV-01"}),
    ("assessment:effect", LEAD, {"assessment_id": "assessment", "code": "GOV-01"}),
    ("assessment:effect", SERVICES_LEAD, {"assessment_id": "measured", "code": "PRV-01"}),
    ("assessment:languages", LEAD, {"assessment_id": "assessment", "code": "GOV-01"}),
    ("assessment:languages", SERVICES_LEAD, {"assessment_id": "measured", "code": "PRV-01"}),
    ("assessment:stages", LEAD, {"assessment_id": "assessment"}),
    ("assessment:stages", SERVICES_LEAD, {"assessment_id": "measured"}),
    (
        "assessment:confirm",
        LEAD,
        {"assessment_id": "assessment", "pillar": "governance", "recommendation": "DRCQ-CG-1"},
    ),
    (
        "assessment:sign-off",
        LEAD,
        {"assessment_id": "assessment", "pillar": "governance", "recommendation": "DRCQ-CG-1"},
    ),
    ("assessment:answer-evidence", STRANGER, {"assessment_id": "newer", "code": "FOE-01"}),
    ("assessment:answer-evidence", VIEWER, {"assessment_id": "assessment", "code": "GOV-01"}),
    ("assessment:answer-evidence", SERVICES_LEAD, {"assessment_id": "measured", "code": "PRV-01"}),
    ("evidence:list", STRANGER, {}),
    ("evidence:list", READER, {}),
    ("evidence:detail", STRANGER, {"evidence_id": "evidence"}),
    ("evidence:detail", STRANGER, {"evidence_id": "evidence link"}),
    ("assessment:workbook", LEAD, {"assessment_id": "assessment"}),
    ("assessment:workbook", VIEWER, {"assessment_id": "assessment"}),
    ("assessment:profile", LEAD, {"assessment_id": "assessment"}),
    ("assessment:cancel", LEAD, {"assessment_id": "assessment"}),
    ("assessment:pillar", LEAD, {"assessment_id": "assessment", "pillar": "privacy"}),
    ("assessment:pillar", VIEWER, {"assessment_id": "assessment", "pillar": "governance"}),
    ("assessment:leave-out", LEAD, {"assessment_id": "assessment", "pillar": "hrd"}),
    (
        "assessment:recommendation",
        LEAD,
        {"assessment_id": "assessment", "pillar": "expression", "recommendation": "DRCQ-FE-2"},
    ),
    ("reports:detail", LEAD, {"assessment_id": "assessment"}),
    ("assessment:since", STRANGER, {"assessment_id": "newer", "older_id": "older"}),
    ("assessment:units", SERVICES_LEAD, {"assessment_id": "measured"}),
    ("assessment:unit", SERVICES_LEAD, {"assessment_id": "measured", "code": "1"}),
    ("assessment:workbook-changes", SERVICES_LEAD, {"assessment_id": "measured", "upload_id": "upload"}),
    ("assessment:detail", SERVICES_LEAD, {"assessment_id": "measured"}),
    ("assessment:check", SERVICES_LEAD, {"assessment_id": "measured"}),
    ("assessment:score", SERVICES_LEAD, {"assessment_id": "measured", "cut": "total", "code": "all"}),
    (
        "assessment:recommendation",
        SERVICES_LEAD,
        {"assessment_id": "measured", "pillar": "privacy", "recommendation": "DRCQ-PR-1"},
    ),
    ("assessment:pillar", SERVICES_LEAD, {"assessment_id": "measured", "pillar": "governance"}),
    ("reports:detail", SERVICES_LEAD, {"assessment_id": "measured"}),
]

# What answers with something else than a page.
NOT_PAGES = {
    "standards:standard": "leads to the newest edition",
    "assessment:next": "leads to a question",
    "reports:pdf": "a file, and the pages shown below while there is none",
    "reports:sample-pdf": "a file",
    "assessment:score-json": "data",
    "assessment:presence": "only ever sent; answered with pieces",
    "assessment:question-assignment": "only ever sent; leads back to the question",
    "assessment:comment": "only ever sent; leads back to the question",
    "account_sign_in_again": "a piece of a page",
    "assessment:workbook-file": "a file",
    "evidence:file": "a file",
    "crosswalk:edition-csv": "a file",
    "crosswalk:framework-csv": "a file",
}


def visit_everything(open_as, settings, tmp_path):
    """Gives (name, page, status, expected status) one by one. `open_as(email)` gives a page of that person's own."""
    make_measured()
    make_kinds_of_differences()
    for name, person, arguments in PAGES:
        page = open_as(person)
        label = " ".join([name, person or "anonymous", *arguments.values()])
        yield label, page, page.goto(locate(name, arguments)).status, 200
    for visit in (
        visit_sign_in,
        visit_saving,
        visit_faulty_forms,
        visit_refusals,
        visit_lists,
        visit_rare_assessments,
        visit_units,
        visit_workbook,
        visit_shared,
        visit_missing_pdf,
    ):
        yield from visit(open_as, settings, tmp_path)
    Edition.objects.update(status=EditionStatus.DRAFT)
    for name in ("reports:front", "reports:sample", "standards:list"):
        page = open_as(None)
        yield f"{name} without standards", page, page.goto(reverse(name)).status, 200


def find_assessment():
    return Assessment.objects.get(organisation__name_en="Kokjiek")


def make_measured():
    """The assessment of a company with two services that count together, one with a very long name, and a subsidiary."""
    lead = make_member(make_organisation(name="Services"), Role.LEAD, email=SERVICES_LEAD)
    assessment = make_assessment(lead=lead, standards=["drcq"])
    save_answer(assessment, "PRV-01", "partially", "Answered before services were measured.")
    measure(assessment, "Prepaid", "Postpaid", bundle="mobile")
    measure(assessment, "Домашний интернет " * 5, "Q" * 100)
    measure(assessment, "Subsidiary", kind="operating_company")
    for unit in ("1", "2", "3", "4"):
        save_answer(assessment, "PRV-01", "no", "Not yet.", unit=unit)
        save_answer(assessment, "PRV-07", "not_applicable", "No cookies.", unit=unit)
    save_answer(assessment, "GOV-01", "yes", unit="5")
    return assessment


def find_measured():
    return Assessment.objects.get(organisation__name_en="Services")


def locate(name, arguments):
    newer, older = Assessment.objects.filter(organisation__name_en="Tulpar")
    things = {
        "newer": newer.pk,
        "older": older.pk,
        "assessment": find_assessment().pk,
        "company": find_assessment().organisation_id,
        "measured": find_measured().pk,
        "evidence": Evidence.objects.filter(organisation=newer.organisation_id, address="").first().pk,
        "evidence link": Evidence.objects.filter(organisation=newer.organisation_id, file="").first().pk,
        "upload": WorkbookUpload.objects.values_list("pk", flat=True).first(),
    }
    return reverse(name, kwargs={key: things.get(value, value) for key, value in arguments.items()})


def locate_pillar(pillar, assessment=None):
    return reverse("assessment:pillar", args=[(assessment or find_assessment()).pk, pillar])


def send(page, button="main form[method=post] button[type=submit]"):
    """The status of the answer to a form."""
    with page.expect_navigation() as navigation:
        page.locator(button).first.click()
    return navigation.value.status


def visit_sign_in(open_as, settings, tmp_path):
    page = open_as(None)
    page.goto(reverse("account_login"))
    yield "sign in with empty fields", page, send(page), 200
    page.locator("input[name=login]").fill("nobody@nowhere.test")
    page.locator("input[name=password]").fill("a wrong password")
    yield "sign in with a wrong password", page, send(page), 200

    page = open_as(VIEWER)
    page.goto(reverse("account_change_password"))
    yield "password with empty fields", page, send(page), 200
    client = Client()
    client.force_login(User.objects.get(email=VIEWER))
    for _attempt in range(5):
        client.post(reverse("account_change_password"))
    yield "too many attempts", page, send(page), 429
    cache.clear()

    page = open_as(CONTRIBUTOR)
    page.goto(locate_pillar("governance"))
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    yield "session ended in a form", page, send(page, "button[value=stay]"), 403
    page.locator("input[name=login]").fill(CONTRIBUTOR)
    page.locator("input[name=password]").fill(PASSWORD)
    yield "signed in again", page, send(page), 200


def visit_saving(open_as, settings, tmp_path):
    page = open_as(LEAD)
    page.goto(locate_pillar("governance"))
    page.locator("#GOV-01 textarea").fill("Changed.")
    send(page, "button[value=stay]")
    expect(page.locator(".messages li")).to_be_visible()
    yield "saved", page, 200, 200
    send(page, "button[value=stay]")
    expect(page.locator(".messages li")).to_be_visible()
    yield "nothing to save", page, 200, 200

    page.locator("#GOV-01 textarea").fill("Changed again.")
    save_answer(find_assessment(), "GOV-01", "no", "Saved by somebody else.\n\nIn two paragraphs.")
    yield "stale answer", page, send(page, "button[value=stay]"), 409

    page.goto(locate_pillar("expression"))
    page.locator("#FOE-04 input[value=not_applicable]").check()
    page.locator("#FOE-04 textarea").fill("")
    page.locator("#FOE-06 textarea").fill("x" * 10_001)
    yield "answers with errors", page, send(page, "button[value=stay]"), 422

    organisation = find_assessment().organisation
    page.goto(reverse("accounts:organisation", args=[organisation.pk]))
    save_profile(organisation, tags=["telecom"])
    yield "stale profile", page, send(page), 409


def save_profile(organisation, *, tags):
    organisation = Organisation.objects.get(pk=organisation.pk)
    fields = ("version", "name_kk", "name_ru", "name_en", "bin", "sector")
    update_organisation_profile(
        by=User.objects.get(email=LEAD),
        organisation=organisation,
        tags=tags,
        **{field: getattr(organisation, field) for field in fields},
    )


def visit_faulty_forms(open_as, settings, tmp_path):
    page = open_as(LEAD)
    page.goto(locate("accounts:organisation", {"organisation_id": "company"}))
    page.locator("input[name=name_kk]").fill("")
    page.locator("input[name=bin]").fill("123")
    yield "profile with errors", page, send(page), 422
    page.goto(reverse("assessment:start"))
    page.evaluate("document.querySelectorAll('main [type=checkbox]').forEach(box => { box.checked = false })")
    page.locator("input[name=period_end]").fill("2020-12-31")
    yield "start with errors", page, send(page), 422
    page.goto(reverse("assessment:start"))
    yield "start what is open already", page, send(page), 422
    for name, arguments in (("leave-out", {"pillar": "hrd"}), ("cancel", {})):
        page.goto(locate(f"assessment:{name}", {"assessment_id": "assessment"} | arguments))
        yield f"{name} without a reason", page, send(page), 422


def visit_shared(open_as, settings, tmp_path):
    """A question with talk, an assignment and everything that can go wrong around it."""
    lead, assessment = User.objects.get(email=LEAD), find_assessment()
    contributor = User.objects.get(email=CONTRIBUTOR)
    said = {"by": contributor, "assessment": assessment, "question": "GOV-01"}
    thread = add_comment(**said, text="Сәлем! " * 40 + "https://" + "x" * 90, mentions=[lead.pk])
    resolve_thread(by=lead, thread=add_comment(**said, text="Done."))
    withdraw_comment(by=contributor, comment=reply(by=contributor, thread=thread, text="Gone."))
    assign(by=lead, assessment=assessment, assignee=lead.pk, version=0, pillar="privacy")
    page = open_as(LEAD)
    question = locate("assessment:question", {"assessment_id": "assessment", "code": "GOV-01"})
    yield "question with talk", page, page.goto(question).status, 200
    yield "comment without a text", page, send(page, "section[aria-labelledby=talk] > form button"), 422
    page.goto(question)
    page.locator("select[name=assignee]").select_option(str(lead.pk))
    assign(by=lead, assessment=assessment, assignee=contributor.pk, version=0, question="GOV-01")
    yield "stale assignment", page, send(page, "section[aria-labelledby=assignment] form button"), 409
    home = reverse("assessment:detail", args=[assessment.pk])
    yield "home with my part", page, page.goto(home).status, 200
    page.goto(reverse("assessment:assignments", args=[assessment.pk]))
    page.locator("main details summary").first.click()
    page.locator("input[type=date]").first.fill("2001-01-01")
    page.locator("select").first.select_option(str(lead.pk))
    yield "day that is over", page, send(page, "main details form button"), 422

    languages = locate("assessment:languages", {"assessment_id": "assessment", "code": "GOV-01"})
    page.goto(languages)
    page.locator("main textarea").first.fill("x" * 10_001)
    yield "text that is too long", page, send(page, "main form button"), 422
    Answer.objects.filter(assessment=assessment, question__code__startswith="GOV").update(carried_over="same")
    confirm = {"assessment_id": "assessment", "pillar": "governance", "recommendation": "DRCQ-CG-1"}
    yield "answers to confirm", page, page.goto(locate("assessment:confirm", confirm)).status, 200
    yield "questions to confirm", page, page.goto(locate_pillar("governance")).status, 200
    page = open_as(STRANGER)
    page.goto(locate("assessment:answer-evidence", {"assessment_id": "newer", "code": "FOE-01"}))
    yield (
        "evidence without a choice",
        page,
        send(page, "section[aria-labelledby=shelf] form[method=post] button"),
        422,
    )
    page.locator("#id_file-file").set_input_files(
        {"name": "page.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"}
    )
    page.locator("#id_file-title").fill("A picture")
    yield "evidence that is refused", page, send(page, "section[aria-labelledby=file] button"), 422
    page.goto(locate("evidence:detail", {"evidence_id": "evidence link"}))
    page.locator("section[aria-labelledby=change] summary").click()
    page.locator("#id_change-title").fill("")
    yield "evidence without a title", page, send(page, "section[aria-labelledby=change] button"), 422


def visit_refusals(open_as, settings, tmp_path):
    page = open_as(VIEWER)
    refused = locate("assessment:cancel", {"assessment_id": "assessment"})
    yield "not allowed", page, page.goto(refused).status, 403
    yield "not found", page, page.goto("/nowhere/").status, 404
    yield "no such pillar", page, page.goto(locate_pillar("nothing")).status, 404
    yield "unknown language", page, page.goto("/standards/?lang=de").status, 404

    page = open_as(LEAD)
    page.goto(locate_pillar("governance"))
    csrf = [cookie for cookie in page.context.cookies() if cookie["name"] == settings.CSRF_COOKIE_NAME]
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    yield "form too old", page, send(page, "button[value=stay]"), 403
    page.context.add_cookies(csrf)
    page.goto(locate_pillar("governance"))
    page.evaluate(
        """limit => {
            const form = document.querySelector("form.questions");
            for (let number = 0; number <= limit; number++) {
                const field = document.createElement("input");
                field.type = "hidden";
                field.name = `field-${number}`;
                form.append(field);
            }
        }""",
        settings.DATA_UPLOAD_MAX_NUMBER_FIELDS,
    )
    yield "more fields than any form has", page, send(page, "button[value=stay]"), 400

    page = open_as(None)
    page.set_content((settings.BASE_DIR / "templates" / "500.html").read_text(encoding="utf-8"))
    yield "broken", page, 500, 500


def visit_lists(open_as, settings, tmp_path):
    page = open_as(READER)
    yield "empty list of a reader", page, page.goto(reverse("assessment:list")).status, 200
    lead = make_member(make_organisation())
    page = open_as(lead.email)
    yield "empty list of a lead", page, page.goto(reverse("assessment:list")).status, 200
    for year in range(2001, 2022):
        make_assessment(lead=lead, year=year)
    yield "second of three pages", page, page.goto(reverse("assessment:list") + "?page=2").status, 200

    page = open_as(LEAD)
    search, check = (
        locate("assessment:search", {"assessment_id": "assessment"}),
        locate("assessment:check", {"assessment_id": "assessment"}),
    )
    yield "something found", page, page.goto(f"{search}?q=a").status, 200
    yield "nothing found", page, page.goto(f"{search}?q=qqqqqq").status, 200
    yield "filtered answers", page, page.goto(f"{check}?show=gaps&severity=critical").status, 200
    yield (
        "no unanswered question",
        page,
        page.goto(f"{locate_pillar('governance')}?show=unanswered").status,
        200,
    )


def visit_rare_assessments(open_as, settings, tmp_path):
    lead = make_member(make_organisation(tags=["user_content", "messenger"]), Role.LEAD)
    page, assessment = open_as(lead.email), make_assessment(lead=lead)
    home = reverse("assessment:detail", args=[assessment.pk])
    yield "new assessment", page, page.goto(home).status, 200
    yield "its empty report", page, page.goto(f"{home}report/").status, 200
    leave_out = reverse("assessment:leave-out", args=[assessment.pk, "hrd"])
    late = page.context.new_page()
    for tab, reason in ((page, "No such data."), (late, "We are no such service.")):
        tab.goto(leave_out)
        tab.locator("textarea[name=reason]").fill(reason)
    send(page)
    yield "pillar left out meanwhile", late, send(late), 409
    yield "pillar left out", page, page.goto(home).status, 200
    yield "its questions", page, page.goto(locate_pillar("hrd", assessment)).status, 200
    yield "taking it back", page, page.goto(leave_out).status, 200
    yield "its report", page, page.goto(f"{home}report/").status, 200
    yield from cancel_from_three_tabs(page, home)
    yield "cancelled assessment", page, page.goto(home).status, 200
    yield "its answers", page, page.goto(locate_pillar("governance", assessment)).status, 200

    page = open_as(LEAD)
    profile = locate("assessment:profile", {"assessment_id": "assessment"})
    yield "profile differs", page, page.goto(profile).status, 200
    Answer.objects.filter(assessment=find_assessment(), question__code__startswith="PRV").delete()
    home = locate("assessment:detail", {"assessment_id": "assessment"})
    yield "half-answered assessment", page, page.goto(home).status, 200
    yield "its answers", page, page.goto(f"{home}check/").status, 200
    yield "its report", page, page.goto(f"{home}report/").status, 200


def visit_units(open_as, settings, tmp_path):
    page, assessment = open_as(SERVICES_LEAD), find_measured()
    units = locate("assessment:units", {"assessment_id": "measured"})
    page.goto(units)
    page.locator("input[name=name]").fill("PREPAID")
    yield "a unit with a name that is taken", page, send(page), 422
    page.goto(f"{units}1/")
    page.locator("input[name=name]").fill("Prepaid mobile")
    measure(assessment, "Television")
    yield "stale unit", page, send(page), 409

    page.goto(locate_pillar("privacy", assessment))
    save_answer(assessment, "PRV-02", "no", "Saved by somebody else.", unit="1")
    for name in ("PRV-02~all-is-yes", "PRV-07~all-is-not_applicable"):
        page.locator(f"[id='{name}']").click()
    for unit in ("1", "2", "3", "4"):
        page.locator(f"[id='PRV-07~{unit}-explanation']").fill("")
    yield "answers of services with errors and conflicts", page, send(page, "button[value=stay]"), 409
    score = locate("assessment:score", {"assessment_id": "measured", "cut": "total", "code": "all"})
    yield "score of one service", page, page.goto(f"{score}?unit=1").status, 200
    viewer = make_member(assessment.organisation, Role.VIEWER)
    page = open_as(viewer.email)
    yield "services as a viewer reads them", page, page.goto(locate_pillar("privacy", assessment)).status, 200


def visit_workbook(open_as, settings, tmp_path):
    page = open_as(LEAD)
    page.goto(locate("assessment:workbook", {"assessment_id": "assessment"}))
    yield "workbook without a file", page, send(page), 422
    page.locator("input[type=file]").set_input_files(
        {"name": "answers.xlsx", "mimeType": "text/csv", "buffer": b"a,b"}
    )
    yield "file that is refused", page, send(page), 422

    page = open_as(SERVICES_LEAD)
    page.goto(locate("assessment:workbook-changes", {"assessment_id": "measured", "upload_id": "upload"}))
    page.evaluate("document.querySelectorAll('main [type=checkbox]').forEach(box => { box.checked = false })")
    yield "nothing ticked", page, send(page, "main form button:not([name])"), 422


def make_kinds_of_differences():
    """An upload with an answer that is new, changed, cleared, conflicting and refused."""
    assessment = find_measured()
    save_answer(assessment, "GOV-02", "no", "An old answer.")
    save_answer(assessment, "GOV-03", "no", "An old answer.")
    save_answer(assessment, "GOV-04", "yes", "Saved by somebody else.")
    old = compute_fingerprint("no", "An old answer.", "publishable")
    rows = [
        FileChange("GOV-05", "Governance", 6, "yes", "New.\n\n" + "Ұзақ мәтін " * 40, "auditor", UNANSWERED),
        FileChange("GOV-02", "Governance", 3, "partially", "Changed.", "sealed", old),
        FileChange("GOV-03", "Governance", 4, "", "", "publishable", old),
        FileChange("GOV-04", "Governance", 5, "no", "Of the file.", "publishable", UNANSWERED),
        FileChange("PRV-01~1", "Privacy", 2, "", "Text.", "", UNANSWERED, "Perhaps", "unknown option"),
    ]
    return keep_upload(
        by=User.objects.get(email=SERVICES_LEAD),
        assessment=assessment,
        file_name="filled.xlsx",
        language="kk",
        changes=rows,
    )


def cancel_from_three_tabs(page, home):
    """Two tabs still hold what was typed when the first one cancels."""
    answering, cancelling = page.context.new_page(), page.context.new_page()
    answering.goto(f"{home}pillars/governance/")
    answering.locator("textarea").first.fill("Typed before it was cancelled.")
    for tab in (page, cancelling):
        tab.goto(f"{home}cancel/")
        tab.locator("textarea[name=note]").fill("Started by mistake.")
    send(page)
    yield "cancelled meanwhile by somebody else", cancelling, send(cancelling), 409
    yield "answers to a cancelled assessment", answering, send(answering, "button[value=stay]"), 403


def visit_missing_pdf(open_as, settings, tmp_path):
    # Each thread of the server keeps its tasks backend: somebody who comes now gets a new connection and thread.
    page, assessment = open_as(STRANGER), Assessment.objects.filter(organisation__name_en="Tulpar").first()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(settings.TASKS["default"], "BACKEND", "django_tasks.backends.dummy.DummyBackend")
        status = page.goto(reverse("reports:pdf", args=[assessment.pk])).status
        yield "waiting for the PDF", page, status, 202

    # A file where the folder of rendered documents should be: nothing can be stored.
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "reports").write_text("")
    page, address = open_as(LEAD), locate("reports:pdf", {"assessment_id": "assessment"})
    yield "no PDF", page, page.goto(address).status, 503
