from tests.house import house


def test_every_file_and_function_is_within_its_budget() -> None:
    complaints = [
        c for path in house.modules() for c in house.too_long(str(path.relative_to(house.ROOT)), path.read_text())
    ]
    assert complaints == []


def test_every_module_is_named_after_what_it_holds() -> None:
    assert [c for path in house.modules() for c in house.says_nothing(path)] == []


def test_options_are_structs_not_dictionaries() -> None:
    complaints = [c for path in house.modules() for c in house.loose_dictionaries(str(path), path.read_text())]
    assert complaints == []


def test_the_budgets_bite() -> None:
    long_function = "def f():\n" + "    x = 1\n" * 41
    assert list(house.too_long("a.py", long_function)) == ["a.py:1 f: 41 lines, at most 40"]
    assert list(house.too_long("a.py", "x = 1\n" * 401)) == ["a.py: 401 lines, at most 400"]
    assert list(house.too_long("a.py", "def f():\n" + "    x = 1\n" * 40)) == []
    assert list(house.says_nothing(house.SOURCE / "core" / "utils.py"))
    assert list(house.loose_dictionaries("a.py", "def f(parameters: dict[str, int]) -> None: ..."))
