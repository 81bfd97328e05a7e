"""The conventions of the house, held by reading the source."""

from __future__ import annotations

import ast
import re

import pytest

from services.settings import ROOT, SERVICES
from tests.source import code_lines, components, functions, imports, length, modules, tree

LONGEST_FILE = 200
LONGEST_FUNCTION = 40
LONGEST_CONSTRUCTOR = 60

# What a service may import from services/ besides its own package.
SHARED = (
    "services.card",
    "services.contracts",
    "services.microservice",
    "services.platform",
    "services.runtime",
    "services.settings",
)

# A value of one invocation, not of the function: Lambda changes it under a running process.
READS_THE_TRACE_OF_AN_INVOCATION = ("services/runtime/queries.py", "services/runtime/tracing.py")


def within(name: str, *packages: str) -> bool:
    """Whether a dotted name lies in one of some packages."""
    return any(f"{name}.".startswith(f"{package}.") for package in packages)


def ours(module: str) -> list[str]:
    """What a module imports from this repository."""
    return [
        name
        for name in imports(module)
        if within(name, "cli", "components", "local", "policies", "services", "tests")
    ]


def part_of_functions() -> list[str]:
    """Every module that travels in a function."""
    return [m for m in modules("services") if re.match(r"services/(\w+/app|runtime|contracts)/", m)]


def strays(checked, forbidden) -> list[str]:
    """Imports that break a rule, as ``module: import``."""
    return [
        f"{module}: {name}" for module in checked for name in imports(module) if forbidden(name)
    ]


def test_components_know_nothing_of_who_uses_them():
    checked = modules("components")
    assert [f"{m}: {n}" for m in checked for n in ours(m) if not within(n, "components")] == []


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_imports_no_other_service(service):
    allowed = (f"services.{service}", "components", *SHARED)
    checked = modules(f"services/{service}")
    assert [f"{m}: {n}" for m in checked for n in ours(m) if not within(n, *allowed)] == []


def test_what_travels_in_a_function_imports_no_infrastructure():
    assert (
        strays(part_of_functions(), lambda n: within(n, "pulumi", "pulumi_aws", "components")) == []
    )


def test_what_travels_in_a_function_imports_only_what_travels_along():
    for module in part_of_functions():
        own = module.split("/")[1]
        allowed = (f"services.{own}.app", "services.runtime", "services.contracts")
        late = {"services.cards"} if module == "services/contracts/schema.py" else set()
        assert [n for n in ours(module) if not within(n, *allowed) and n not in late] == [], module


def test_policies_see_resources_and_nothing_of_the_program():
    assert [
        f"{m}: {n}" for m in modules("policies") for n in ours(m) if not within(n, "policies")
    ] == []


@pytest.mark.parametrize("folder", ["cli", "local"])
def test_tools_take_only_settings_from_the_program(folder):
    allowed = (
        ("cli", "local", "services.settings") if folder == "cli" else ("local", "services.settings")
    )
    assert [f"{m}: {n}" for m in modules(folder) for n in ours(m) if not within(n, *allowed)] == []


def test_the_program_is_made_of_services():
    assert [name for name in ours("__main__.py") if not within(name, "services")] == []


def test_nothing_that_is_deployed_or_run_imports_the_tests():
    assert strays(modules(), lambda name: within(name, "tests")) == []


def test_every_import_is_absolute():
    assert strays(modules(), lambda name: name.startswith(".")) == []


def test_only_settings_reads_the_configuration():
    doors = ("__main__.py", "services/settings.py")
    readers = r"pulumi\.(Config\b|get_stack|get_project|get_organization|runtime\.config)"
    found = [m for m in modules("components", "services", "policies") if m not in doors]
    assert [m for m in found if re.search(readers, (ROOT / m).read_text())] == []


def test_only_the_runtime_reads_the_environment_and_in_one_place():
    doors = ("services/runtime/environment.py", *READS_THE_TRACE_OF_AN_INVOCATION)
    found = [m for m in modules("components", "services", "policies") if m not in doors]
    assert [m for m in found if re.search(r"os\.(environ|getenv)", (ROOT / m).read_text())] == []
    for module in READS_THE_TRACE_OF_AN_INVOCATION:
        reads = re.findall(r"os\.environ\S*", (ROOT / module).read_text())
        assert reads == ['os.environ.get("_X_AMZN_TRACE_ID")'] or reads == [
            'os.environ.get("_X_AMZN_TRACE_ID",'
        ], module


def test_functions_do_not_call_functions():
    boto3 = strays(modules("services"), lambda name: within(name, "boto3", "botocore"))
    assert {stray.split(":")[0] for stray in boto3} == {"services/runtime/clients.py"}
    texts = {module: strings(module) for module in modules("services")}
    assert [module for module, said in texts.items() if "lambda" in said] == []


def strings(module: str) -> set[str]:
    """Every text that stands in a module's code."""
    constants = (node for node in ast.walk(tree(module)) if isinstance(node, ast.Constant))
    return {constant.value for constant in constants if isinstance(constant.value, str)}


def test_no_function_is_paid_for_while_it_waits():
    texts = {module: (ROOT / module).read_text(encoding="utf-8") for module in modules("services")}
    sleepy = [module for module, text in texts.items() if re.search(r"\bsleep\b", text)]
    assert sleepy == ["services/runtime/retry.py"]


def test_files_are_short():
    found = {module: code_lines(module) for module in modules()}
    assert {module: lines for module, lines in found.items() if lines >= LONGEST_FILE} == {}


def test_functions_are_short_and_constructors_read_like_a_table_of_contents():
    long = []
    for module in modules():
        for function in functions(module):
            limit = LONGEST_CONSTRUCTOR if function.name == "__init__" else LONGEST_FUNCTION
            if length(function) >= limit:
                long.append(f"{module}:{function.lineno} {function.name}: {length(function)} lines")
    assert long == []


def test_every_module_says_what_it_is_for():
    purposes = {
        module: (ast.get_docstring(tree(module)) or "").split("\n\n")[0] for module in modules()
    }
    assert {module: said for module, said in purposes.items() if not said.endswith(".")} == {}


def test_every_component_stands_in_a_file_of_its_name():
    for name, (module, _) in components().items():
        assert re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower() == module.split("/")[-1][:-3]


def token(name: str, node: ast.ClassDef) -> str:
    """The type that a component's constructor hands to ``super``; it must be a literal."""
    calls = [
        c
        for c in ast.walk(node)
        if isinstance(c, ast.Call) and ast.unparse(c.func) == "super().__init__"
    ]
    assert len(calls) == 1, f"{name} calls super().__init__ {len(calls)} times"
    first = calls[0].args[0]
    assert isinstance(first, ast.Constant), f"{name}: {ast.unparse(first)} is no literal"
    return first.value


def test_the_type_of_a_component_is_its_area_and_its_name():
    found = {name: token(name, node) for name, (_, node) in components().items()}
    assert found == {
        name: f"platform:{module.split('/')[1]}:{name}"
        for name, (module, _) in components().items()
    }


def test_no_two_components_share_a_type():
    everything = [*components().items(), *components("services").items()]
    tokens = [token(name, node) for name, (_, node) in everything]
    assert sorted(tokens) == sorted(set(tokens))
    for name, (_, node) in components("services").items():
        assert re.fullmatch(r"platform:services:[A-Z]\w+", token(name, node))


def test_every_component_says_what_it_gives():
    for name, (_, node) in [*components().items(), *components("services").items()]:
        assert "self.register_outputs(" in ast.unparse(node), name


def test_every_component_has_a_test_of_its_name():
    tested = {path.name for path in (ROOT / "tests/components").glob("test_*.py")}
    missing = [m for m, _ in components().values() if f"test_{m.split('/')[-1]}" not in tested]
    assert missing == []


def test_every_component_is_in_the_catalogue():
    catalogue = (ROOT / "docs/catalogue.md").read_text(encoding="utf-8")
    assert [name for name in components() if not re.search(rf"\b{name}\b", catalogue)] == []
