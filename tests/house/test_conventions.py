"""Documents that could rot, compared with the code."""

import re
import subprocess
import tomllib
from pathlib import Path

import yaml

from tests.messages import LANGUAGES, find_messages, read_catalog


ROOT = Path(__file__).parents[2]


def test_every_environment_variable_stands_in_the_example_file():
    read = set(re.findall(r"\"(OLSHEM_[A-Z_]+)\"", (ROOT / "config" / "settings.py").read_text()))
    shown = set(re.findall(r"^#? ?(OLSHEM_[A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert shown == read


def test_every_command_of_the_readme_is_a_verb_of_run():
    shown = subprocess.run(["./run", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    verbs = set(re.findall(r"^\./run ([a-z]+)", shown, re.MULTILINE))
    documents = (ROOT / "README.md").read_text() + (ROOT / "CONTRIBUTING.md").read_text()

    assert set(re.findall(r"\./run ([a-z]+)", documents)) <= verbs


def test_every_management_command_of_the_documents_exists():
    commands = {path.stem for path in ROOT.glob("*/management/commands/[a-z]*.py")} | {
        "collectstatic",
        "createcachetable",
        "migrate",
    }
    documents = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    named = {name for path in documents for name in re.findall(r"\./run manage ([a-z_]+)", path.read_text())}

    assert named <= commands


def test_readme_counts_what_the_editions_hold():
    editions = [yaml.safe_load(path.read_text()) for path in (ROOT / "fixtures" / "standards").glob("*.yaml")]
    recommendations, questions = (
        sum(len(edition[part]) for edition in editions) for part in ("recommendations", "questions")
    )

    assert len(editions) == 3
    assert (
        f"Three standards with {recommendations} recommendations and {questions} questions"
        in (ROOT / "README.md").read_text()
    )


def test_readme_shows_the_pictures_that_the_script_makes():
    readme, script = (ROOT / "README.md").read_text(), (ROOT / "docs" / "screenshots.py").read_text()
    made = {f"{name}.png" for name in re.findall(r"take\(page, \"([\w-]+)\"\)", script)}
    kept = {path.name: path.stat().st_size for path in (ROOT / "docs" / "screenshots").glob("*.png")}

    assert set(re.findall(r"docs/screenshots/([\w-]+\.png)", readme)) == made == set(kept)
    assert {name: size for name, size in kept.items() if size > 200_000} == {}


def test_continuous_integration_runs_what_everybody_runs():
    assert (ROOT / ".ci" / "run").read_text().splitlines()[-1] == "exec ./run test"


def test_every_text_is_collected_and_translated():
    used = {(message.id, message.context) for message in find_messages() if message.id}
    for language in LANGUAGES:
        catalog = read_catalog(language)
        translated = {
            (message.id, message.context)
            for message in catalog
            if message.id and all(message.string if isinstance(message.string, tuple) else [message.string])
        }
        assert {"untranslated": used - translated, "unused": translated - used} == {
            "untranslated": set(),
            "unused": set(),
        }, f"{language}: ./run messages collects; translate what is new"


def test_placeholders_of_translations_are_those_of_the_text():
    for language in LANGUAGES:
        for message in read_catalog(language):
            if message.id:
                ids = message.id if isinstance(message.id, tuple) else (message.id,)
                strings = message.string if isinstance(message.string, tuple) else (message.string,)
                wanted = set(re.findall(r"%(?:\(\w+\))?[sd]", ids[-1]))
                for string in strings:
                    assert set(re.findall(r"%(?:\(\w+\))?[sd]", string)) == wanted, message.id


def test_no_module_is_longer_than_400_lines():
    apps = ("config", "accounts", "standards", "evidence", "assessment", "reports")
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for app in apps
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts
    }

    assert {path: length for path, length in lengths.items() if length > 400} == {}


def test_decisions_are_numbered_one_by_one():
    paths = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    titles = [re.match(r"# (\d+)\. ", path.read_text()) for path in paths]

    assert [path.name[:5] for path in paths] == [f"{number:04}-" for number in range(1, len(paths) + 1)]
    assert [title and int(title[1]) for title in titles] == list(range(1, len(paths) + 1))


def test_links_between_documents_lead_somewhere():
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    broken = {
        f"{path.relative_to(ROOT)}: {target}"
        for path in documents
        for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", path.read_text())
        if not (path.parent / target).exists()
    }

    assert broken == set()


def test_rules_policies_and_actions_have_to_be_covered_whole():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    pure = next(contract for contract in contracts if "pure" in contract["name"])["source_modules"]
    wanted = {module.replace(".", "/") + ".py" for module in pure}
    for name in ("*/actions.py", "*/actions/*.py", "*/policies.py"):
        wanted |= {str(path.relative_to(ROOT)) for path in ROOT.glob(name)}

    assert set((ROOT / "tests" / "fully_covered.txt").read_text().split()) == wanted
