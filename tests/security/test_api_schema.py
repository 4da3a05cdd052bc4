"""Schemathesis on the API's own description: no request it allows, and none it forbids, gets an undescribed answer."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from footpath.api import SCOPES, ApiKeys, application
from tests.privacy.stores import full_store
from tests.security.tried import TIMES, count


@pytest.fixture(scope="module")
def operations(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Any], dict[str, str]]:
    import schemathesis  # here and below: every test process reads this file, and one needs it

    store = full_store(tmp_path_factory.mktemp("schema")).folder
    key = ApiKeys(store).add("fuzz", tuple(SCOPES))
    schema = schemathesis.openapi.from_asgi("/api/schema/openapi.json", application(store))
    return [one.ok() for one in schema.get_all_operations()], {"authorization": f"Bearer {key}"}


def test_every_operation_answers_as_it_is_described(
    operations: tuple[list[Any], dict[str, str]], tmp_path: Path
) -> None:
    found, headers = operations
    assert len(found) > 25
    for operation in found:
        _try(operation, headers)


def _try(operation: Any, headers: dict[str, str]) -> None:
    from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

    @settings(max_examples=2 * TIMES)
    @given(case=operation.as_strategy())
    def check(case: Any) -> None:
        answer = case.call(headers=headers, timeout=120)
        assert answer.status_code < 500, answer.content
        # Keys are test_scopes' business; and no description says which ids exist and which words are purposes.
        case.validate_response(answer, excluded_checks=[ignored_auth, positive_data_acceptance])
        count("API requests")

    check()
