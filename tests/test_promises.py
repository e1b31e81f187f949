"""What this product promises not to be, looked for in the schema, the code, the texts and at the doors."""

import ast
import inspect
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import MetaData
from sqlalchemy import inspect as look_into
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from bot.app import every_renderer, every_route
from bot.company_file import CompanyFaults
from bot.ports import Pressed
from bot.use_cases.decide import decide
from bot.use_cases.letter import save_letter, send_letter
from storage.unit_of_work import Store
from tests.bot.small_company import SMALL, read
from tests.promise_search import (
    ROOT,
    every_node,
    fields_of,
    imports_in,
    is_forbidden,
    modules,
    paths,
    sentences,
)
from tests.storage import records
from tests.storage.breaches import Records
from tests.storage.records import NOW

Nodes = list[tuple[Path, ast.AST]]


@pytest.fixture(scope="module")
def nodes() -> Nodes:
    """Every node of our code, read once."""
    return every_node()


# --- no forbidden field


@pytest.mark.parametrize("name", ["rank", "candidate_rank", "cheat_flag", "is_cheating", "AI_Score", "age"])
def test_these_names_would_be_found(name: str):
    assert is_forbidden(name)


def test_no_table_has_a_forbidden_column(store: Store):
    found = look_into(store.engine)
    names = [
        (table, column["name"]) for table in found.get_table_names() for column in found.get_columns(table)
    ]

    assert len(names) > 100
    assert [each for each in names if is_forbidden(each[0]) or is_forbidden(each[1])] == []


def test_no_record_or_value_has_a_forbidden_field():
    fields = {
        (kind.__module__, kind.__name__, field)
        for module in modules()
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if kind.__module__.partition(".")[0] in {"bot", "storage", "tracks"}
        for field in fields_of(kind)
    }

    assert len(fields) > 500
    assert [each for each in fields if is_forbidden(each[2])] == []


def test_no_json_that_we_write_has_a_forbidden_key(nodes: Nodes):
    keys = [
        (path.name, key.value)
        for path, node in nodes
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    ]

    assert len(keys) > 300
    assert [each for each in keys if is_forbidden(each[1])] == []


# --- no machine that judges

LEARNING = re.compile(
    r"openai|anthropic|cohere|mistral|gemini|generativeai|genai|vertex|bedrock|boto|azure|langchain|llama|ollama"
    r"|litellm|transformers|hugging|torch|tensorflow|keras|jax|scikit|sklearn|xgboost|lightgbm|catboost|spacy"
    r"|nltk|gensim|textblob|onnx|sentence|embedding|numpy|pandas|scipy",
    re.IGNORECASE,
)
PROVIDERS = re.compile(
    r"api\.openai|api\.anthropic|generativelanguage|api\.cohere|api\.mistral|/v1/chat", re.IGNORECASE
)


@pytest.mark.parametrize("lock", ["requirements.lock", "tests/requirements.lock"])
def test_lock_files_hold_nothing_that_learns(lock: str):
    names = re.findall(r"^([A-Za-z0-9_.-]+)==", (ROOT / lock).read_text(), re.MULTILINE)

    assert len(names) > 30
    assert [name for name in names if LEARNING.search(name)] == []


def test_code_imports_only_what_is_declared(nodes: Nodes):
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {re.split(r"[\[<>=~ ]", line)[0].replace("-", "_") for line in declared}
    also = {"dotenv", "multipart", "markupsafe", "pydantic_core", "tracks", "storage", "bot"}

    imported = {name for _, node in nodes for name in imports_in(node)}

    assert imported - set(sys.stdlib_module_names) - names - also == set()
    assert [name for name in imported if LEARNING.search(name)] == []


def test_no_address_of_a_model_stands_in_the_code():
    assert len(paths()) > 100
    assert [path.name for path in paths() if PROVIDERS.search(path.read_text())] == []


# --- one person at a time

PLURAL = re.compile(r"(candidate|invitation|candidacy|candidacie|applicant|loop)_?(s|ids)$")
MANY = re.compile(r"bulk|batch|import|upload_list|csv|everybody|shortlist|reject_all|compare")


def test_no_act_takes_several_candidates():
    acts = [
        (module.__name__, name, parameter)
        for module in modules()
        if module.__name__.startswith(("bot.use_cases.", "bot.listeners.", "bot.web.", "bot.cli"))
        for name, act in inspect.getmembers(module, inspect.isfunction)
        for parameter in inspect.signature(act).parameters
    ]

    assert len(acts) > 500
    assert [each for each in acts if PLURAL.search(each[2])] == []


def test_no_control_form_or_command_is_about_many():
    routes = every_route()
    names = [name for table in routes.tables() for name in table]
    kinds = [*every_renderer().by_kind, *every_renderer().deeds]

    assert len(names) > 40
    assert [name for name in (*names, *kinds) if MANY.search(name)] == []


def test_company_file_takes_no_candidates():
    with pytest.raises(CompanyFaults) as refused:
        read(f'[[candidates]]\nemail = "noor@home.example"\n\n{SMALL}')

    assert [str(fault) for fault in refused.value.faults] == [
        "line 1: candidates: candidates are never read from a file; each is invited by a person, in Slack"
    ]


def test_no_form_has_an_input_for_several_people_or_lists(nodes: Nodes):
    several = re.compile(r"^multi_\w+_select$")
    found = [
        path.name
        for path, node in nodes
        if "stand_in" not in path.parts
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and several.search(node.value)
    ]

    assert found == []


# --- nothing added up, nobody in an order

FIGURES = re.compile(
    r"\b(avg|sum|total|rank|dense_rank|row_number|percent_rank|ntile|stddev|variance)\s*\(", re.IGNORECASE
)
OF_A_RATING = re.compile(r"Rating\.value|Rating\.not_enough|LevelRead\.reads|Decision\.|rating\.value")


def test_storage_computes_no_figure_over_rows(nodes: Nodes):
    called = {
        node.attr
        for path, node in nodes
        if "storage" in path.parts
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "func"
    }
    written = [
        node.value
        for path, node in nodes
        if "storage" in path.parts
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and FIGURES.search(node.value)
    ]

    assert called <= {"count", "min", "max", "coalesce", "lower", "length", "now"}
    assert written == []


def test_no_query_orders_people_by_what_was_seen(nodes: Nodes):
    orders = [
        ast.unparse(argument)
        for path, node in nodes
        if "storage" in path.parts
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "order_by"
        for argument in node.args
    ]

    assert len(orders) > 20
    assert [order for order in orders if OF_A_RATING.search(order)] == []


def test_no_module_reads_ratings_of_several_loops(nodes: Nodes):
    readers = {
        path.stem
        for path, node in nodes
        if isinstance(node, ast.Attribute) and node.attr in {"ratings", "revised", "level_reads"}
        if isinstance(node.value, ast.Attribute) and node.value.attr == "forms"
    }

    assert readers == {
        "debrief_at_hand",  # one loop, once every form is in
        "read_debrief",
        "revise_rating",
        *(reader for reader in readers if reader in {"fill_form", "open_forms", "read_form"}),  # one form
    }


# --- people decide, and their names stand there


@pytest.fixture
def rows(store: Store) -> Iterator[Records]:
    records.keep(store, records.everything())
    known = MetaData()
    known.reflect(store.engine)
    with store.engine.execution_options(writes=True).connect() as connection:
        yield Records(connection, known)
        connection.rollback()


Act = Callable[[Records], None]
REFUSED: dict[str, Act] = {
    "a decision of nobody": lambda rows: rows.decide(decided_by=None),
    "a decision of a machine": lambda rows: rows.decide(decided_by="the machine"),
    "a decision of the candidate": lambda rows: rows.decide(decided_by="kim"),
    "a decision without reasons": lambda rows: rows.decide(reasons="no"),
    "a decision before the forms": lambda rows: rows.decide_now(),
    "a letter before the decision": lambda rows: rows.send_undecided(),
    "a letter that nobody sends": lambda rows: (
        rows.decide(),
        rows.change("candidate_feedback", sent_at=NOW),
    ),
    "a letter that a machine sends": lambda rows: (
        rows.decide(),
        rows.change("candidate_feedback", sent_at=NOW, sent_by="the machine"),
    ),
    "a letter that nobody wrote": lambda rows: rows.change("candidate_feedback", written_by=None),
    "a waiver without a name": lambda rows: rows.change(
        "form", state="missing_with_reason", waived_reason="ill"
    ),
    "an end without a name": lambda rows: rows.change(
        "invitation", state="closed_by_person", closed_reason="because"
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_database_refuses(rows: Records, what: str):
    with pytest.raises(IntegrityError), rows.connection.begin_nested():
        REFUSED[what](rows)


def test_database_takes_what_people_decide_and_send(rows: Records):
    rows.decide()
    rows.send_undecided()


def test_no_rule_of_the_clock_decides_or_writes(nodes: Nodes):
    """Only use cases that ask who presses make decisions and letters."""
    makers = {
        path.stem
        for path, node in nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"Decision", "CandidateFeedback"}
    }
    senders = {
        path.stem
        for path, node in nodes
        if isinstance(node, ast.Call) and any(keyword.arg == "sent_by" for keyword in node.keywords)
    }

    assert (makers, senders) == ({"decide", "letter"}, {"letter"})
    for act in (decide, save_letter, send_letter):
        assert inspect.signature(act).parameters["press"].annotation is Pressed


# --- the words

JUDGING = re.compile(
    r"\b(scor(e|es|ed|ing)|rank(s|ed|ing|ings)?|percentile|shortlist|auto-?reject)\b", re.IGNORECASE
)
DENYING = re.compile(r"\b(not|no|nobody|never|nor|without)\b", re.IGNORECASE)


def test_words_of_judging_stand_only_where_we_deny_it():
    found = {key: text for key, text in sentences().items() if JUDGING.search(text)}

    assert found
    assert {key: text for key, text in found.items() if not DENYING.search(text)} == {}


def test_tables_are_those_that_were_looked_at():
    assert {"decision", "rating", "candidate_feedback"} <= set(SQLModel.metadata.tables)
