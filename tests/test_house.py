"""The conventions of the house, held by reading the source."""

from __future__ import annotations

import ast
import re
import sys
from graphlib import TopologicalSorter

import pytest

from settings import ROOT, SERVICES
from tests.source import (
    code_lines,
    components,
    functions,
    imports,
    length,
    modules,
    path_of,
    tree,
)

LONGEST_FILE = 200
LONGEST_FUNCTION = 40
LONGEST_CONSTRUCTOR = 60

# Who may import whom: a module of the first folder, from the folders behind it and its own.
ARROWS: dict[str, tuple[str, ...]] = {
    "__main__.py": ("program", "settings"),
    "program": ("services", "microservice", "components", "contracts", "settings"),
    "services": ("microservice", "components", "contracts", "settings"),
    "services/*/app": ("runtime", "contracts"),
    "microservice": ("components", "contracts", "settings"),
    "settings": ("components", "contracts"),
    "components": (),
    "package": ("components",),
    "runtime": ("contracts",),
    "contracts": (),
    "policies": ("policies/rules", "policies/framework"),
    "policies/rules": ("policies/relations", "policies/framework"),
    "policies/relations": ("policies/framework",),
    "policies/framework": (),
    "cost": (),
    "guide": ("components",),
    "local": ("settings",),
    "cli": ("cost", "guide", "local", "settings"),
}

# What a function may import of the SDKs: none of the infrastructure's.
INFRASTRUCTURE = ("pulumi", "pulumi_aws")
TRAVELS = ("services/*/app", "runtime", "contracts")

# Files of a lake are named in statements, whose names DuckDB does not bind; steps of a schema.
RUNS_STATEMENTS_OF_OTHERS = ("runtime/lake/parquet.py", "runtime/postgres/schema.py")

# A value of one invocation, not of the function: Lambda changes it under a running process.
READS_THE_TRACE_OF_AN_INVOCATION = ("runtime/clients/services.py", "runtime/tracing.py")


def within(name: str, *packages: str) -> bool:
    """Whether a dotted name lies in one of some packages."""
    return any(f"{name}.".startswith(f"{package}.") for package in packages)


def place_of(module: str) -> str:
    """The entry of ``ARROWS`` that a module belongs to."""
    parts = module.split("/")
    if parts[0] == "services" and "app" in parts:
        return "services/*/app"
    folder = "/".join(parts[:2])
    return folder if folder in ARROWS else parts[0]


def dotted(place: str) -> str:
    """The package that an entry of ``ARROWS`` names."""
    return place.replace("/", ".")


def own_package(module: str) -> str:
    """The package whose modules a module may always import: a service's are its own only."""
    parts = module.removesuffix(".py").split("/")
    folder = "/".join(parts[:2]) in ARROWS or parts[0] == "services"
    depth = 3 if "app" in parts else 2 if folder else 1
    return ".".join(parts[:depth])


def of(*places: str) -> list[str]:
    """Every module that belongs to one of some entries of ``ARROWS``."""
    return [module for module in modules() if place_of(module) in places]


def ours(module: str) -> list[str]:
    """What a module imports from this repository."""
    roots = {place.removesuffix(".py").split("/")[0] for place in ARROWS} | {"tests"}
    return [name for name in imports(module) if within(name, *roots)]


def strays(checked, forbidden) -> list[str]:
    """Imports that break a rule, as ``module: import``."""
    return [
        f"{module}: {name}" for module in checked for name in imports(module) if forbidden(name)
    ]


def test_every_module_has_its_place():
    assert {place_of(module) for module in modules()} == set(ARROWS)


@pytest.mark.parametrize("place", ARROWS)
def test_a_folder_imports_only_what_stands_below_it(place):
    assert [
        f"{module}: {name}"
        for module in of(place)
        for name in ours(module)
        if not within(name, own_package(module), *map(dotted, ARROWS[place]))
    ] == []


def test_folders_do_not_import_each_other_in_a_circle():
    """At every depth: ``components/messaging`` and ``components/workflow`` are two folders."""
    below: dict[str, set[str]] = {}
    for module in modules():
        folder = module.rpartition("/")[0]
        for name in ours(module):
            imported = folder_of_import(name)
            if imported != folder:
                below.setdefault(folder, set()).add(imported)
    TopologicalSorter(below).prepare()


def folder_of_import(name: str) -> str:
    """The folder that an imported module stands in, or that an imported package is."""
    is_module = (ROOT / path_of(name)).is_file()
    return (name.rpartition(".")[0] if is_module else name).replace(".", "/")


def test_no_folder_shadows_the_standard_library():
    folders = {module.split("/")[0] for module in modules()} - {"__main__.py"}
    assert folders & sys.stdlib_module_names == set()


def test_what_travels_in_a_function_imports_no_infrastructure():
    assert strays(of(*TRAVELS), lambda n: within(n, *INFRASTRUCTURE)) == []


def test_settings_load_no_class_of_a_resource():
    """Each command that reads a stage loads them, and ``pulumi_aws`` is a sixth of that."""
    waiting, met = of("settings"), set()
    while waiting:
        module = waiting.pop()
        met.add(module)
        found = {path_of(name).as_posix() for name in imports(module)}
        waiting += [each for each in found - met if (ROOT / each).is_file()]
    assert "components/defaults.py" in met
    assert strays(met, lambda name: within(name, "pulumi_aws", "pulumi_awsx")) == []


def test_nothing_that_is_deployed_or_run_imports_the_tests():
    assert strays(modules(), lambda name: within(name, "tests")) == []


def test_every_import_is_absolute():
    assert strays(modules(), lambda name: name.startswith(".")) == []


def test_no_arn_is_written_with_a_partition():
    folders = ("components", "microservice", "program", "runtime", "services", "settings")
    assert [m for m in modules(*folders) if "arn:aws" in (ROOT / m).read_text()] == []


# What is made or run with a stage's settings, none of which may be read elsewhere.
PROGRAM = ("components", "contracts", "microservice", "program", "runtime", "services", "policies")


def test_only_settings_reads_the_configuration():
    readers = r"pulumi\.(Config\b|get_stack|get_project|get_organization|runtime\.config)"
    assert [m for m in modules(*PROGRAM) if re.search(readers, (ROOT / m).read_text())] == []


def test_only_the_runtime_reads_the_environment_and_in_one_place():
    readers = ("runtime/environment.py", *READS_THE_TRACE_OF_AN_INVOCATION)
    found = [m for m in modules(*PROGRAM) if m not in readers]
    assert [m for m in found if re.search(r"os\.(environ|getenv)", (ROOT / m).read_text())] == []
    for module in READS_THE_TRACE_OF_AN_INVOCATION:
        reads = re.findall(r"os\.environ\S*", (ROOT / module).read_text())
        assert reads == ['os.environ.get("_X_AMZN_TRACE_ID")'] or reads == [
            'os.environ.get("_X_AMZN_TRACE_ID",'
        ], module


def test_functions_do_not_call_functions():
    boto3 = strays(of(*TRAVELS), lambda name: within(name, "boto3", "botocore"))
    assert {stray.split(":")[0] for stray in boto3} == {"runtime/clients/aws.py"}
    texts = {module: strings(module) for module in of(*TRAVELS)}
    assert [module for module, said in texts.items() if "lambda" in said] == []


def strings(module: str) -> set[str]:
    """Every text that stands in a module's code, but for keys that are read from a mapping."""
    nodes = list(ast.walk(tree(module)))
    keys = {id(node.slice) for node in nodes if isinstance(node, ast.Subscript)}
    keys |= {id(node.left) for node in nodes if isinstance(node, ast.Compare)}
    constants = (n for n in nodes if isinstance(n, ast.Constant) and id(n) not in keys)
    return {constant.value for constant in constants if isinstance(constant.value, str)}


def test_statements_of_sql_are_constants_whose_values_are_bound():
    joined = []
    for module in of(*TRAVELS):
        if module in RUNS_STATEMENTS_OF_OTHERS:
            continue
        constants = {
            target.id
            for node in tree(module).body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree(module)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".execute"):
                text = node.args[0]
                constant = isinstance(text, ast.Name) and text.id in constants
                if not constant and not isinstance(text, ast.Constant):
                    joined.append(f"{module}:{node.lineno} {ast.unparse(text)}")
    assert joined == []


def test_no_function_is_paid_for_while_it_waits():
    texts = {module: (ROOT / module).read_text(encoding="utf-8") for module in of(*TRAVELS)}
    sleepy = [module for module, text in texts.items() if re.search(r"\bsleep\b", text)]
    assert sleepy == ["runtime/retry.py"]


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
    """The type token that a component's constructor hands to ``super``; it must be a literal."""
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


def composed() -> dict[str, tuple[str, ast.ClassDef]]:
    """Every component outside the catalogue."""
    return components("microservice") | components("program")


def given(service: str, keyword: str) -> ast.expr:
    """An argument of a service's card, as it is written."""
    [card] = [
        node
        for node in ast.walk(tree(f"services/{service}/__init__.py"))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Card"
    ]
    [value] = [each.value for each in card.keywords if each.arg == keyword]
    return value


def service_tokens() -> list[str]:
    """The type tokens of the services' components, which must be literals in their cards."""
    found = [given(service, "type_token") for service in SERVICES]
    assert [ast.unparse(value) for value in found if not isinstance(value, ast.Constant)] == []
    return [value.value for value in found if isinstance(value, ast.Constant)]


def test_the_component_of_a_service_has_the_type_token_of_its_card():
    [call] = [
        node
        for node in ast.walk(composed()["Service"][1])
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "super().__init__"
    ]
    assert ast.unparse(call.args[0]) == "card.type_token"


def test_no_two_components_share_a_type():
    others = [node for name, node in composed().items() if name != "Service"]
    tokens = [token(name, node) for name, (_, node) in components().items()]
    outside = [*service_tokens(), *[token(node.name, node) for _, node in others]]
    assert sorted([*tokens, *outside]) == sorted({*tokens, *outside})
    assert [t for t in outside if not re.fullmatch(r"platform:services:[A-Z]\w+", t)] == []


def test_every_service_is_a_definition_and_no_component_of_its_own():
    assert components("services") == {}
    for service in SERVICES:
        [define] = [
            node
            for node in tree(f"services/{service}/infrastructure.py").body
            if isinstance(node, ast.FunctionDef) and node.name == "define"
        ]
        assert ast.unparse(define.args) == "service: Microservice", service


def test_a_state_machine_of_a_service_is_defined_in_its_workflow():
    for module in modules("services"):
        if "components.workflow.definition.Definition" in set(imports(module)):
            assert re.fullmatch(r"services/\w+/workflow\.py", module), module


def test_every_component_says_what_it_gives():
    for name, (_, node) in [*components().items(), *composed().items()]:
        assert "self.register_outputs(" in ast.unparse(node), name


def test_every_component_has_a_test_of_its_name():
    tested = {path.name for path in (ROOT / "tests/components").glob("test_*.py")}
    missing = [m for m, _ in components().values() if f"test_{m.split('/')[-1]}" not in tested]
    assert missing == []


def test_every_component_is_in_the_catalogue():
    catalogue = (ROOT / "docs/catalogue.md").read_text(encoding="utf-8")
    assert [name for name in components() if not re.search(rf"\b{name}\b", catalogue)] == []
