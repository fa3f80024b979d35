"""What stays in a browser after signing out: nothing."""

from urllib.parse import urlsplit

from assessment.models import Answer, Assessment


STORED = """async () => ({
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).map(database => database.name),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
NOTHING = {"local": [], "session": [], "databases": [], "caches": [], "workers": 0}
UNSAVED = "Typed and never saved"


def find_shown(texts, content):
    return [text for text in texts if text in content]


def test_back_button_after_signing_out_shows_nothing_private(open_page, sign_in):
    assessment = Assessment.objects.get(organisation__name_en="Tulpar", period_start__year=2026)
    explanation = Answer.objects.get(assessment=assessment, question__code="GOV-01").explanation
    # The company of the public sample would be on the front page anyway; this is the other one.
    private = [explanation[:60], "Тұлпар", "Тулпар", "Tulpar", "lead@tulpar.test", UNSAVED]
    page = open_page("kk")
    sign_in(page, "lead@tulpar.test")
    page.goto(f"/organisations/{assessment.organisation_id}/")
    organisation_page = page.content()
    page.goto(f"/assessments/{assessment.pk}/pillars/governance/")
    assert sorted(find_shown(private, organisation_page + page.content())) == sorted(set(private) - {UNSAVED})
    page.locator("#GOV-01 textarea").fill(UNSAVED)
    assert page.evaluate(STORED) == NOTHING

    page.locator(".site-nav a[href='/accounts/sign-out/']").click()
    page.wait_for_url("**/accounts/sign-out/")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(lambda url: urlsplit(url).path == "/")

    places, shown = [], []
    for _step in range(4):
        page.go_back()
        places.append(urlsplit(page.url).path)
        shown += find_shown(private, page.content())
    assert places == ["/", "/accounts/sign-in/", "/accounts/sign-in/", "/accounts/sign-in/"]
    assert shown == []
    assert page.evaluate(STORED) == NOTHING
    assert {cookie["name"] for cookie in page.context.cookies()} == {"olshem_language", "csrf"}
