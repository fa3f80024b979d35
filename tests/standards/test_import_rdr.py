"""The importer of the RDR Index, with a small invented year: what it writes, and what it refuses."""

import re
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command

from standards.files import read_edition
from standards.loader import load_files
from standards.models import Edition
from standards.rdr import FRAME, fill


ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "recompute.md").read_text(encoding="utf-8")
REFUSALS = re.findall(
    r"^\| (.+?) \| `(.+)` \|$", DOCUMENT.split("The command refuses with one line")[1], re.M
)
FILES = {
    "rdr_indicators.csv": [
        "year,id,label,category,title,is_family,family,scope,elements,not_for",
        "2030,G01,G1,G,Of another year,0,,company,1,",
        "2031,G01,G1,G,Commitment,0,,company,1,",
        "2031,F01,F1,F,Access,1,,,0,",
        '2031,F01a,F1a,F,"Access to “terms”, briefly",0,F01,full,2,',
        "2031,P01,P1,P,Not answered by anybody,0,,services,1,",
    ],
    "rdr_elements.csv": [
        "element,indicator,reversed,years,text",
        "F01a.01,F01a,0,2030 2031,Are the terms easy to find?",
        "F01a.02,F01a,1,2031,Does the company require identification?",
        "G01.01,G01,0,2031,Is there a commitment?",
        "G01.02,G01,0,2030,Was there a commitment?",
        "P01.01,P01,0,2031,Is it private?",
    ],
    "rdr_services.csv": [
        "year,company,service,class",
        "2030,Acme,Fax,fax",
        "2031,Acme,Group,Group",
        "2031,Acme,OpCom,OpCom",
        "2031,Acme,Prepaid mobile,mobile",
        "2031,Acme,Postpaid mobile,mobile",
        "2031,Acme,Search,search",
        "2031,Zeta & Co,Group,Group",
    ],
    "rdr_answers.csv": [
        "year,company,category,indicator,element,class,service,aspect,answer",
        "2031,Acme,G,G01,G01.01,Group,Group,,ndf",
        "2030,Acme,G,G01,G01.02,fax,Fax,,yes",
        "2031,Acme,G,G01,G01.01,OpCom,OpCom,,na",
        "2031,Acme,F,F01a,F01a.01,Group,Group,,partial",
        "2031,Acme,F,F01a,F01a.02,mobile,Prepaid mobile,,no",
        "2031,Zeta & Co,G,G01,G01.01,Group,Group,,yes",
    ],
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder `rdr` with the files of the invented year; the working folder is the one around it."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "rdr"
    folder.mkdir()
    for name, lines in FILES.items():
        write(folder, name, *lines)
    return folder


def write(folder: Path, name: str, *lines: str) -> None:
    (folder / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def import_rdr(year: str = "2031", **options) -> list[str]:
    out = StringIO()
    call_command("import_rdr", "rdr", year=year, out=Path("index"), stdout=out, **options)
    return out.getvalue().splitlines()


def test_three_files_are_written_and_named(folder):
    assert import_rdr() == ["index/rdr-2031.yaml", "index/ANSWERS.csv", "index/UNITS.csv"]
    assert sorted(path.name for path in Path("index").iterdir()) == [
        "ANSWERS.csv",
        "UNITS.csv",
        "rdr-2031.yaml",
    ]


def test_quiet_command_says_nothing(folder):
    assert import_rdr(verbosity=0) == []
    assert Path("index/rdr-2031.yaml").exists()


def test_answers_and_units_are_those_of_the_year(folder):
    import_rdr()

    assert Path("index/ANSWERS.csv").read_text().splitlines() == [
        "subject,unit,question,option",
        "Acme,Group,G01.01,ndf",
        "Acme,OpCom,G01.01,na",
        "Acme,Group,F01a.01,partial",
        "Acme,Prepaid mobile,F01a.02,no",
        "Zeta & Co,Group,G01.01,yes",
    ]
    assert Path("index/UNITS.csv").read_text().splitlines() == [
        "subject,unit,kind,bundle",
        "Acme,Group,group,",
        "Acme,OpCom,operating_company,",
        "Acme,Prepaid mobile,service,mobile",
        "Acme,Postpaid mobile,service,mobile",
        "Acme,Search,service,",
        "Zeta & Co,Group,group,",
    ]


def read_index(**options):
    import_rdr(**options)
    return read_edition(Path("index/rdr-2031.yaml"))


def test_codes_stay_those_of_rdr(folder):
    edition = read_index()

    assert (edition.standard.slug, edition.edition) == ("rdr", "2031")
    assert [pillar.code for pillar in edition.pillars] == ["G", "F", "P"]
    assert [(each.code, each.pillar, each.family, each.number.kk) for each in edition.recommendations] == [
        ("G01", "G", None, "G1"),
        ("F01", "F", None, "F1"),
        ("F01a", "F", "F01", "F1a"),
        ("P01", "P", None, "P1"),
    ]


def test_questions_follow_their_indicators_and_say_whom_they_ask(folder):
    edition = read_index()

    assert [(each.code, each.recommendation, each.scope, each.reversed) for each in edition.questions] == [
        ("G01.01", "G01", "company", False),
        ("F01a.01", "F01a", "both", False),
        ("F01a.02", "F01a", "both", True),
        ("P01.01", "P01", "both", False),
    ]


def test_indicator_that_services_alone_answer_is_asked_of_services(folder):
    lines = [line for line in FILES["rdr_answers.csv"] if ",F01a.01," not in line]
    write(folder, "rdr_answers.csv", *lines)

    assert [each.scope for each in read_index().questions if each.recommendation == "F01a"] == ["service"] * 2


def test_method_and_points_are_those_of_rdr(folder):
    edition = read_index()

    assert (edition.scoring.pillar, edition.scoring.total, edition.scoring.units) == (
        "mean_of_recommendations",
        "mean_of_recommendations",
        "recommendation",
    )
    assert edition.scoring.composites == (("group",), ("operating_company",), ("service",))
    assert [(option.code, option.points, option.reversed_points) for option in edition.scale] == [
        ("yes", 100, 0),
        ("partial", 50, 50),
        ("no", 0, 100),
        ("ndf", 0, 0),
        ("na", None, None),
    ]
    assert {question.weight for question in edition.questions} == {1}


def test_words_of_rdr_stand_in_every_language_and_are_marked(folder):
    edition = read_index()
    indicator = edition.recommendations[2]

    assert indicator.title.model_dump() == dict.fromkeys(("kk", "ru", "en"), "Access to “terms”, briefly")
    assert indicator.quotation.model_dump() == {"text": "Access to “terms”, briefly", "language": "en"}
    assert edition.questions[1].text.kk == edition.questions[1].text.en == "Are the terms easy to find?"
    assert edition.translations.model_dump() == {"kk": "untranslated", "ru": "untranslated", "en": "source"}


def test_words_around_them_are_in_the_three_languages(folder):
    edition = read_index()
    family, indicator = edition.recommendations[1:3]
    plain, reversed_one = edition.questions[1:3]

    assert indicator.gist.ru == "Индикатор «Access to “terms”, briefly» Индекса RDR."
    assert (
        family.gist.en
        == "The family of indicators “Access” of the RDR Index; its score is the mean of its members."
    )
    assert plain.remedy.en == "Do what is asked, and publish it completely and clearly."
    assert reversed_one.remedy.en == "Give up the practice that is asked about, and say so clearly in public."
    for text in (edition.standard.title, edition.provenance.note, plain.remedy, plain.weight_reason):
        assert len({text.kk, text.ru, text.en}) == 3


def test_attribution_names_the_year_in_every_language(folder):
    attribution = (
        "Ranking Digital Rights, 2031 RDR Corporate Accountability Index, rankingdigitalrights.org, CC BY 4.0"
    )
    edition = read_index()

    for words in edition.provenance.licence.model_dump().values():
        assert words.startswith(f"{attribution}. ")
    assert edition.sources[0].title == "2031 RDR Corporate Accountability Index"
    assert "{" not in Path("index/rdr-2031.yaml").read_text(encoding="utf-8")


@pytest.mark.django_db
def test_edition_is_loaded_into_the_portal(folder):
    import_rdr()

    (loaded,) = load_files([Path("index/rdr-2031.yaml")], law_notes=None)

    assert (loaded.title, loaded.what) == ("rdr 2031", "loaded")
    assert Edition.objects.published().get(checksum=loaded.checksum).questions.count() == 4


def test_answers_can_be_scored_as_they_are_written(folder):
    import_rdr()

    call_command(
        "score_answers",
        edition=Path("index/rdr-2031.yaml"),
        answers=Path("index/ANSWERS.csv"),
        units=Path("index/UNITS.csv"),
        out=Path("SCORES.csv"),
        verbosity=0,
    )

    lines = Path("SCORES.csv").read_text().splitlines()
    assert [line for line in lines if line.startswith("Acme") and line.split(",")[3] == ""] == [
        "Acme,recommendation,G01,,0.00,0",
        # The group has 50, the services 100: "no" is the good answer to F01a.02.
        "Acme,recommendation,F01a,,75.00,75",
        "Acme,recommendation,P01,,,",
        "Acme,family,F01,,75.00,75",
        "Acme,pillar,G,,0.00,0",
        "Acme,pillar,F,,75.00,75",
        "Acme,pillar,P,,,",
        "Acme,standard,rdr,,37.50,75/2",
        "Acme,total,total,,37.50,75/2",
    ]


def test_every_year_of_the_files_can_be_taken(folder):
    write(folder, "rdr_elements.csv", *FILES["rdr_elements.csv"][:1], "G01.02,G01,0,2030,Was there one?")

    import_rdr("2030")

    assert Path("index/ANSWERS.csv").read_text() == "subject,unit,question,option\nAcme,Fax,G01.02,yes\n"
    (question,) = read_edition(Path("index/rdr-2030.yaml")).questions
    assert (question.code, question.scope) == ("G01.02", "service")


def test_element_may_be_worded_anew_in_another_year(folder):
    write(
        folder, "rdr_elements.csv", *FILES["rdr_elements.csv"], "G01.01,G01,0,2032,Is there a new commitment?"
    )

    assert read_index().questions[0].text.en == "Is there a commitment?"


def test_importing_again_writes_the_same_bytes(folder):
    import_rdr()
    before = {path: path.read_bytes() for path in Path("index").iterdir()}

    import_rdr()

    assert {path: path.read_bytes() for path in Path("index").iterdir()} == before


def put(name: str, *lines: str):
    """Puts lines below the head of a file."""
    return lambda folder: write(folder, name, FILES[name][0], *lines, *FILES[name][1:])


def replace(name: str, old: str, new: str):
    """Changes one place of a file."""
    return lambda folder: write(folder, name, *(line.replace(old, new) for line in FILES[name]))


COMMITMENT = "2031,Acme,G,G01,G01.01,Group"
MISTAKES = {
    "no such folder": lambda folder: folder.rename(folder.with_name("elsewhere")),
    "file missing": lambda folder: (folder / "rdr_indicators.csv").unlink(),
    "year not there": lambda folder: write(folder, "rdr_indicators.csv", FILES["rdr_indicators.csv"][0]),
    "column missing": lambda folder: write(folder, "rdr_answers.csv", FILES["rdr_answers.csv"][0][:-7]),
    "unknown answer": put("rdr_answers.csv", f"{COMMITMENT},Group,,maybe"),
    "unknown element": put("rdr_answers.csv", "2031,Acme,G,G01,G01.99,Group,Group,,yes"),
    "unknown service": put("rdr_answers.csv", f"{COMMITMENT},Maps,,yes"),
    "part of a service": put("rdr_answers.csv", f"{COMMITMENT},Group,summary,yes"),
    "answer twice": put("rdr_answers.csv", f"{COMMITMENT},Group,,yes"),
    "unknown indicator": put("rdr_elements.csv", "G09.01,G09,0,2031,Is there more?"),
    "neither reversed nor not": put("rdr_elements.csv", "G01.03,G01,no,2031,Is there more?"),
    "element twice": put(
        "rdr_elements.csv", "G01.01,G01,0,2031,Is there more?", "G01.01,G01,0,2031,And more?"
    ),
    "service twice": put("rdr_services.csv", "2031,Acme,Group,Group", "2031,Acme,Group,Group"),
    "service without a name": put("rdr_services.csv", "2031,Acme,,search"),
    "unknown category": replace("rdr_indicators.csv", ",G,Commitment,0,,", ",X,Commitment,0,,"),
    "unknown family": replace("rdr_indicators.csv", ",G,Commitment,0,,", ",G,Commitment,0,G09,"),
    "indicator without elements": replace("rdr_elements.csv", "P01.01,P01", "G01.05,G01"),
    "folder that cannot be made": lambda folder: (folder.parent / "index").write_text(""),
}


def test_every_documented_refusal_is_made_here():
    assert [problem for problem, _line in REFUSALS] == list(MISTAKES)


@pytest.mark.parametrize(("problem", "line"), REFUSALS, ids=list(MISTAKES))
def test_documented_refusal_is_said_in_these_words_and_nothing_is_written(folder, problem, line):
    MISTAKES[problem](folder)

    with pytest.raises(CommandError) as caught:
        import_rdr()

    assert (str(caught.value), caught.value.returncode) == (line, 2)
    assert [
        path for path in Path().rglob("*") if path.name in ("ANSWERS.csv", "UNITS.csv", "rdr-2031.yaml")
    ] == []


@pytest.mark.parametrize(
    ("year", "line"),
    [
        ("2019", "rdr_indicators.csv: holds nothing of the year 2019"),
        ("20", "the year 20 is not written as 2020"),
        ("../2031", "the year ../2031 is not written as 2020"),
        ("", "the year '' is not written as 2020"),
    ],
)
def test_other_year_is_refused(folder, year, line):
    with pytest.raises(CommandError) as caught:
        import_rdr(year)

    assert (str(caught.value), caught.value.returncode) == (line, 2)
    assert not Path("index").exists()


def test_files_that_cannot_be_replaced_leave_the_others_as_they_were(folder):
    Path("index/UNITS.csv").mkdir(parents=True)
    Path("index/ANSWERS.csv").write_text("of yesterday")

    with pytest.raises(CommandError) as caught:
        import_rdr()

    assert str(caught.value) == "UNITS.csv: cannot be written: is not a file"
    assert sorted(path.name for path in Path("index").iterdir()) == ["ANSWERS.csv", "UNITS.csv"]
    assert Path("index/ANSWERS.csv").read_text() == "of yesterday"


def test_frame_fills_every_placeholder_and_keeps_other_values():
    assert fill({"a": ["{year}", 3, None, True], "b": "{title}"}, year="2031", title="{year}") == {
        "a": ["2031", 3, None, True],
        "b": "{year}",
    }


def test_frame_speaks_three_languages_throughout():
    def find_texts(part):
        if isinstance(part, dict):
            if "kk" in part and part["kk"] != "untranslated":
                yield part
            for value in part.values():
                yield from find_texts(value)
        elif isinstance(part, list):
            for value in part:
                yield from find_texts(value)

    texts = list(find_texts(yaml.safe_load(FRAME.read_text(encoding="utf-8"))))

    assert {tuple(text) for text in texts} == {("kk", "ru", "en")}
    assert [text["en"] for text in texts if len(set(text.values())) < 3] == [
        "Ranking Digital Rights (New America)"
    ]
