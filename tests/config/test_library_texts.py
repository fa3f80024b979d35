"""Messages of Django and allauth speak the language of the page, also Kazakh, which those packages lack in part.

Everything that a form can say is asked of it in each language; what Kazakh lacks would come out in Russian.
"""

import re
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from accounts.models import Role
from assessment.actions import start_assessment
from standards.models import Edition
from tests.accounts.pages import read_error_summary
from tests.factories.assessments import make_assessment
from tests.factories.people import PASSWORD, make_member, make_organisation


pytestmark = pytest.mark.django_db

CATALOG = Path(__file__).parents[2] / "locale" / "libraries" / "kk" / "LC_MESSAGES" / "django.po"


def sign_in_wrong(client):
    return client.post("/accounts/sign-in/", {"login": "aigul@factory.test", "password": PASSWORD})


def sign_in_empty(client):
    return client.post("/accounts/sign-in/")


def sign_in_too_long(client):
    return client.post("/accounts/sign-in/", {"login": "a" * 330 + "@b.kz", "password": "x\x00"})


def be_lead(client):
    """Signs in as the lead of a new company."""
    lead = make_member(
        make_organisation(), Role.LEAD, email="aigul.sarsenova@factory.test", full_name="Ерланбек Тоқтарұлы"
    )
    client.force_login(lead)
    return lead


def change_password(client, old=PASSWORD, new="reed-boat-lantern-7", again=None):
    be_lead(client)
    data = {"oldpassword": old, "password1": new, "password2": new if again is None else again}
    return client.post("/accounts/password/", data)


def password_empty(client):
    return change_password(client, old="", new="")


def password_mistyped(client):
    return change_password(client, old="wrong-password-1", again="reed-boat-lantern-8")


def password_short_and_common(client):
    return change_password(client, new="abc")


def password_like_address(client):
    return change_password(client, new="aigul.sarsenova@factory")


def password_like_name(client):
    return change_password(client, new="Ерланбек Тоқтарұлы")


def start_empty(client):
    be_lead(client)
    return client.post("/assessments/start/", {"sent": "yes"})


def start_wrong(client):
    be_lead(client)
    data = {
        "organisation": "1",
        "period_start": "soon",
        "period_end": "31.02.2026",
        "editions": ["x"],
        "tier": "huge",
    }
    return client.post("/assessments/start/", data)


def start_backwards(client):
    lead = be_lead(client)
    data = {
        "organisation": lead.memberships.get().organisation_id,
        "period_start": "2026-02-01",
        "period_end": "2026-01-01",
        "editions": ["999999"],
        "tier": "core",
    }
    return client.post("/assessments/start/", data)


def start_for_another_company(client):
    be_lead(client)
    edition = Edition.objects.published().first()
    data = {
        "organisation": make_organisation().pk,
        "period_start": "2026-01-01",
        "period_end": "2026-12-31",
        "editions": [edition.pk],
        "tier": "core",
    }
    return client.post("/assessments/start/", data)


def profile_empty(client):
    organisation = be_lead(client).memberships.get().organisation
    return client.post(f"/organisations/{organisation.pk}/", {"version": 1})


def profile_wrong(client):
    organisation = be_lead(client).memberships.get().organisation
    data = {
        "name_kk": "x" * 201,
        "name_ru": "a\x00b",
        "name_en": "A",
        "bin": "200140000014",
        "sector": "piracy",
        "tags": ["magic"],
        "version": 1,
    }
    return client.post(f"/organisations/{organisation.pk}/", data)


def cancel_too_long(client):
    assessment = make_assessment(lead=be_lead(client), standards=["drcq"])
    return client.post(f"/assessments/{assessment.pk}/cancel/", {"note": "x" * 2001, "version": 1})


SAID = {
    sign_in_wrong: {
        "kk": [
            "Электрондық пошта мекенжайы немесе құпиясөз дұрыс емес. Екеуін де тексеріп, қайталап көріңіз."
        ],
        "ru": ["Адрес электронной почты или пароль неверны. Проверьте их и попробуйте ещё раз."],
        "en": ["The e-mail address or the password is not right. Check both and try again."],
    },
    sign_in_empty: {
        "kk": [
            "Электрондық пошта мекенжайы: Бұл өріс бос. Толтырыңыз.",
            "Құпиясөз: Бұл өріс бос. Толтырыңыз.",
        ],
        "ru": [
            "Адрес электронной почты: Это поле пустое. Заполните его.",
            "Пароль: Это поле пустое. Заполните его.",
        ],
        "en": [
            "E-mail address: This field is empty. Fill it in.",
            "Password: This field is empty. Fill it in.",
        ],
    },
    sign_in_too_long: {
        "kk": [
            "Электрондық пошта мекенжайы: Бұл толық электрондық пошта мекенжайы емес. Мысал: name@company.kz",
            "Электрондық пошта мекенжайы: Мәтінде 335 таңба бар; ең көбі 320 таңба сыяды. Қысқартыңыз.",
            "Құпиясөз: Мәтінде сақтауға болмайтын таңба (NUL) бар. Оны қайта теріңіз.",
        ],
        "ru": [
            "Адрес электронной почты: Это не полный адрес электронной почты. Пример: name@company.kz",
            "Адрес электронной почты: Убедитесь, что это значение содержит не более 320 символов (сейчас 335).",
            "Пароль: Данные содержат запрещённый символ: ноль-байт",
        ],
        "en": [
            "E-mail address: This is not a whole e-mail address. Example: name@company.kz",
            "E-mail address: Ensure this value has at most 320 characters (it has 335).",
            "Password: Null characters are not allowed.",
        ],
    },
    password_empty: {
        "kk": [
            "Қазіргі құпиясөз: Бұл өріс бос. Толтырыңыз.",
            "Жаңа құпиясөз: Бұл өріс бос. Толтырыңыз.",
            "Жаңа құпиясөз тағы бір рет: Бұл өріс бос. Толтырыңыз.",
        ],
        "ru": [
            "Нынешний пароль: Это поле пустое. Заполните его.",
            "Новый пароль: Это поле пустое. Заполните его.",
            "Новый пароль ещё раз: Это поле пустое. Заполните его.",
        ],
        "en": [
            "Current password: This field is empty. Fill it in.",
            "New password: This field is empty. Fill it in.",
            "New password again: This field is empty. Fill it in.",
        ],
    },
    password_mistyped: {
        "kk": [
            "Қазіргі құпиясөз: Бұл қазіргі құпиясөзіңіз емес. Қайта теріңіз.",
            "Жаңа құпиясөз тағы бір рет: Жаңа құпиясөзді екі рет бірдей теріңіз.",
        ],
        "ru": [
            "Нынешний пароль: Это не ваш нынешний пароль. Введите его ещё раз.",
            "Новый пароль ещё раз: Вы должны ввести одинаковый пароль дважды.",
        ],
        "en": [
            "Current password: This is not your current password. Type it again.",
            "New password again: You must type the same password each time.",
        ],
    },
    password_short_and_common: {
        "kk": [
            "Жаңа құпиясөз: Құпиясөз тым қысқа. Онда кемінде 12 таңба болуы керек.",
            "Жаңа құпиясөз: Бұл құпиясөз тым кең таралған.",
        ],
        "ru": [
            "Новый пароль: Введённый пароль слишком короткий. Он должен состоять из как минимум 12 символов.",
            "Новый пароль: Введённый пароль слишком широко распространён.",
        ],
        "en": [
            "New password: This password is too short. It must contain at least 12 characters.",
            "New password: This password is too common.",
        ],
    },
    password_like_address: {
        "kk": ["Жаңа құпиясөз: Құпиясөз мына дерекке тым ұқсас: электрондық пошта мекенжайы."],
        "ru": ["Новый пароль: Введённый пароль слишком похож на адрес электронной почты."],
        "en": ["New password: The password is too similar to the e-mail address."],
    },
    password_like_name: {
        "kk": ["Жаңа құпиясөз: Құпиясөз мына дерекке тым ұқсас: аты-жөні."],
        "ru": ["Новый пароль: Введённый пароль слишком похож на имя."],
        "en": ["New password: The password is too similar to the name."],
    },
    start_empty: {
        "kk": [
            "Компания: Бұл өрісті толтыру міндетті.",
            "Кезеңнің бірінші күні: Бұл өрісті толтыру міндетті.",
            "Кезеңнің соңғы күні: Бұл өрісті толтыру міндетті.",
            "Стандарттар: Бұл өрісті толтыру міндетті.",
            "Қанша сұраққа жауап беру керек: Бұл өрісті толтыру міндетті.",
        ],
        "ru": [
            "Компания: Обязательное поле.",
            "Первый день периода: Обязательное поле.",
            "Последний день периода: Обязательное поле.",
            "Стандарты: Обязательное поле.",
            "На сколько вопросов отвечать: Обязательное поле.",
        ],
        "en": [
            "Company: This field is required.",
            "First day of the period: This field is required.",
            "Last day of the period: This field is required.",
            "Standards: This field is required.",
            "How much to answer: This field is required.",
        ],
    },
    start_wrong: {
        "kk": [
            "Компания: «1» — жарамсыз идентификатор.",
            "Кезеңнің бірінші күні: Дұрыс күнді енгізіңіз.",
            "Кезеңнің соңғы күні: Дұрыс күнді енгізіңіз.",
            "Стандарттар: «x» — жарамсыз мән.",
            "Қанша сұраққа жауап беру керек: Тізімдегі нұсқалардың бірін таңдаңыз. «huge» тізімде жоқ.",
        ],
        "ru": [
            "Компания: Значение “1” не является верным UUID-ом.",
            "Первый день периода: Введите правильную дату.",
            "Последний день периода: Введите правильную дату.",
            "Стандарты: “x” является неверным значением.",
            "На сколько вопросов отвечать: Выберите корректный вариант. huge нет среди допустимых значений.",
        ],
        "en": [
            "Company: “1” is not a valid UUID.",
            "First day of the period: Enter a valid date.",
            "Last day of the period: Enter a valid date.",
            "Standards: “x” is not a valid value.",
            "How much to answer: Select a valid choice. huge is not one of the available choices.",
        ],
    },
    start_backwards: {
        "kk": [
            "Кезеңнің соңғы күні: Соңғы күн бірінші күннен бұрын. Біреуін түзетіңіз.",
            "Стандарттар: Тізімдегі нұсқалардың бірін таңдаңыз. «999999» тізімде жоқ.",
        ],
        "ru": [
            "Последний день периода: Последний день раньше первого. Исправьте один из них.",
            "Стандарты: Выберите корректный вариант. 999999 нет среди допустимых значений.",
        ],
        "en": [
            "Last day of the period: The last day is before the first day. Correct one of them.",
            "Standards: Select a valid choice. 999999 is not one of the available choices.",
        ],
    },
    start_for_another_company: {
        "kk": ["Компания: Дұрыс нұсқаны таңдаңыз. Бұл нұсқа дұрыс таңдаулардың арасында жоқ."],
        "ru": ["Компания: Выберите корректный вариант. Вашего варианта нет среди допустимых значений."],
        "en": ["Company: Select a valid choice. That choice is not one of the available choices."],
    },
    profile_empty: {
        "kk": [
            "Қазақша атауы: Бұл өріс бос. Толтырыңыз.",
            "Орысша атауы: Бұл өріс бос. Толтырыңыз.",
            "Ағылшынша атауы: Бұл өріс бос. Толтырыңыз.",
            "Бизнес-сәйкестендіру нөмірі (БСН): Бұл өріс бос. Толтырыңыз.",
            "Сала: Бұл өріс бос. Толтырыңыз.",
        ],
        "ru": [
            "Название на казахском: Это поле пустое. Заполните его.",
            "Название на русском: Это поле пустое. Заполните его.",
            "Название на английском: Это поле пустое. Заполните его.",
            "Бизнес-идентификационный номер (БИН): Это поле пустое. Заполните его.",
            "Отрасль: Это поле пустое. Заполните его.",
        ],
        "en": [
            "Name in Kazakh: This field is empty. Fill it in.",
            "Name in Russian: This field is empty. Fill it in.",
            "Name in English: This field is empty. Fill it in.",
            "Business identification number (BIN): This field is empty. Fill it in.",
            "Sector: This field is empty. Fill it in.",
        ],
    },
    profile_wrong: {
        "kk": [
            "Қазақша атауы: Мәтінде 201 таңба бар; ең көбі 200 таңба сыяды. Қысқартыңыз.",
            "Орысша атауы: Мәтінде сақтауға болмайтын таңба (NUL) бар. Оны қайта теріңіз.",
            "Сала: Тізімдегі нұсқалардың бірін таңдаңыз. «piracy» тізімде жоқ.",
            "Компания немен айналысады: Тізімдегі нұсқалардың бірін таңдаңыз. «magic» тізімде жоқ.",
        ],
        "ru": [
            "Название на казахском: Убедитесь, что это значение содержит не более 200 символов (сейчас 201).",
            "Название на русском: Данные содержат запрещённый символ: ноль-байт",
            "Отрасль: Выберите корректный вариант. piracy нет среди допустимых значений.",
            "Чем занимается компания: Выберите корректный вариант. magic нет среди допустимых значений.",
        ],
        "en": [
            "Name in Kazakh: Ensure this value has at most 200 characters (it has 201).",
            "Name in Russian: Null characters are not allowed.",
            "Sector: Select a valid choice. piracy is not one of the available choices.",
            "What the company does: Select a valid choice. magic is not one of the available choices.",
        ],
    },
    cancel_too_long: {
        "kk": ["Бағалау неге тоқтатылады: Мәтінде 2001 таңба бар; ең көбі 2000 таңба сыяды. Қысқартыңыз."],
        "ru": [
            "Почему оценка отменяется: Убедитесь, что это значение содержит не более 2000 символов (сейчас 2001)."
        ],
        "en": [
            "Why the assessment is cancelled: Ensure this value has at most 2000 characters (it has 2001)."
        ],
    },
}


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("ask", SAID, ids=lambda ask: ask.__name__)
def test_form_answers_in_the_language_of_the_page(client, ask, language):
    client.cookies["olshem_language"] = language

    assert read_error_summary(ask(client)) == SAID[ask][language]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", ["Беттер", "Алдыңғы бет", "Бет: 2 / 3", "Келесі бет"]),
        ("ru", ["Страницы", "Предыдущая страница", "Страница 2 из 3", "Следующая страница"]),
        ("en", ["Pages", "Previous page", "Page 2 of 3", "Next page"]),
    ],
)
def test_pages_of_a_list_are_numbered_in_the_language_of_the_page(client, language, words):
    client.cookies["olshem_language"] = language
    lead = be_lead(client)
    for year in range(2000, 2021):
        start_assessment(
            by=lead,
            organisation=lead.memberships.get().organisation,
            period_start=date(year, 1, 1),
            period_end=date(year, 12, 31),
            editions=list(Edition.objects.published().filter(standard__slug="drcq")),
            tier="core",
        )

    page = client.get("/assessments/?page=2").content.decode()

    navigation = re.search(r'<nav class="pagination" aria-label="(.*?)">(.*?)</nav>', page, re.DOTALL)
    assert [navigation[1], *re.findall(r">([^<>\n]+)<", navigation[2])] == words


# Shown in dates: tests/config/test_formats.py.
MONTHS = {
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
}


def test_catalogue_holds_nothing_that_nobody_meets():
    with CATALOG.open("rb") as stream:
        messages = [message for message in read_po(stream, locale="kk") if message.id]
    said = "\n".join(text for texts in SAID.values() for text in texts["kk"])

    unmet = []
    for message in messages:
        for text in message.string if isinstance(message.string, tuple) else (message.string,):
            pattern = re.sub(r"%(\\\(\w+\\\))?[sd]", ".+", re.escape(text))
            if not re.search(pattern, said) and message.id not in MONTHS:
                unmet.append(text)
    assert unmet == []


def test_catalogue_counts_as_django_does():
    with CATALOG.open("rb") as stream:
        catalog = read_po(stream)

    assert (str(catalog.locale), catalog.num_plurals, catalog.plural_expr.replace(" ", "")) == (
        "kk",
        2,
        "(n!=1)",
    )
