import os
from importlib import metadata
from pathlib import Path

import pulumi
import pytest

from components.compute.archive import archive_of, code_of, packages_of
from components.compute.sources import SourceError

FILES = {
    "shop/app/sell.py": (
        "from shop.app import domain\n"
        "import shop.runtime.events\n"
        "def handle(event, context):\n"
        "    from shop.app.rare import refund\n"
        "    import boto3\n"
    ),
    "shop/app/domain.py": "import json\nfrom shop.terms import Money as Cents\n",
    "shop/app/rare.py": "def refund(): ...\n",
    "shop/app/unused.py": "raise SystemExit\n",
    "shop/runtime/events.py": "import shop.app.sell\n",
    "shop/terms.py": "class Money: ...\ndef handle(event, context): ...\n",
    "shop/__init__.py": "raise SystemExit('the card is not for functions')\n",
    "shop/app/__pycache__/sell.cpython-312.pyc": "",
    "shop/app/prices.json": "{}",
}
TAKEN = [
    "shop/app/domain.py",
    "shop/app/rare.py",
    "shop/app/sell.py",
    "shop/runtime/events.py",
    "shop/terms.py",
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def sell(root: Path) -> list[str]:
    return list(code_of("shop.app.sell.handle", root).assets)


def test_an_archive_has_what_the_handler_imports_at_the_top_or_later_and_no_more(root):
    assert sell(root) == TAKEN


def test_a_file_keeps_its_path_and_its_text(root):
    archive = code_of("shop.app.sell.handle", root)
    for name, asset in archive.assets.items():
        assert asset.path == str(root / name)


def test_a_module_that_imports_nothing_is_alone_in_its_archive(root):
    assert list(code_of("shop.terms.handle", root).assets) == ["shop/terms.py"]


def test_the_same_source_gives_the_same_files_in_the_same_order(root):
    before = sell(root)
    for name in FILES:
        os.utime(root / name, (0, 0))
    (root / "shop/app/__pycache__/more.pyc").write_text("")
    assert sell(root) == before


def test_a_new_import_adds_its_module(root):
    sell(root)
    (root / "shop/terms.py").write_text("from shop.app.unused import x\nclass Money: ...\n")
    assert sell(root) == sorted([*TAKEN, "shop/app/unused.py"])


@pytest.mark.parametrize("handler", ["shop.app.buy.handle", "handle", "shop.app.handle"])
def test_a_handler_that_does_not_exist_is_refused(root, handler):
    with pytest.raises(ValueError) as refused:
        code_of(handler, root)
    file = handler.rpartition(".")[0].replace(".", "/") + ".py"
    assert str(refused.value) == f"handler {handler}: there is no {file} in {root}"


def test_an_archive_is_taken_as_it_is(root):
    given = pulumi.AssetArchive({})
    assert archive_of(given, "shop.app.sell.handle") is given


def test_a_folder_gives_the_handler_and_what_it_imports(root):
    archive = archive_of(str(root), "shop.app.sell.handle")
    assert sorted(archive.assets) == TAKEN


def test_a_zip_file_is_deployed_whole(root):
    (root / "built.zip").write_bytes(b"")
    assert archive_of(root / "built.zip", "index.handler").path == str(root / "built.zip")


@pytest.mark.parametrize("code", ["nowhere", "built.zip"])
def test_code_that_is_not_there_is_refused(code):
    with pytest.raises(ValueError) as refused:
        archive_of(code, "app.handle")
    assert str(refused.value) == (
        f"code must be a folder, a .zip file or a pulumi.Archive, got {code}"
    )


def test_a_layer_holds_packages_whole_under_the_folder_that_lambda_looks_in():
    layer = packages_of(("aws-xray-sdk", "jmespath")).assets
    assert "python/jmespath/__init__.py" in layer
    assert "python/aws_xray_sdk/core/sampling/local/sampling_rule.json" in layer
    packages = {Path(name).parts[:2] for name in layer}
    assert packages == {("python", "aws_xray_sdk"), ("python", "jmespath")}


def test_a_layer_has_no_compiled_modules():
    layer = packages_of(("wrapt",)).assets
    assert "python/wrapt/__init__.py" in layer
    assert {Path(name).suffix for name in layer}.isdisjoint({".so", ".pyd", ".pyc"})


def test_a_layer_is_the_same_in_whatever_order_it_is_named():
    forth, back = packages_of(("wrapt", "jmespath")), packages_of(("jmespath", "wrapt"))
    assert list(forth.assets) == list(back.assets) == sorted(forth.assets)


def test_a_distribution_that_is_not_installed_cannot_be_in_a_layer():
    with pytest.raises(metadata.PackageNotFoundError):
        packages_of(("no-such-distribution",))


# A line of the handler's module, and what is wrong with it, by file and line.
FAULTS = {
    "from .rules import X": "shop/app/sell.py:2: there is no module shop.app.rules in ",
    "from ...x import y": "shop/app/sell.py:2: the relative import of ...x leads out of the code",
    "import requests": "shop/app/sell.py:2: Lambda has no module requests; put it into ",
    "from shop.app import rules": "shop/app/sell.py:2: there is no module shop.app in ",
    "from shop import CARD": "shop/app/sell.py:2: there is no module shop in ",
    "if (": "shop/app/sell.py:2: '(' was never closed",
}


@pytest.mark.parametrize(("line", "message"), FAULTS.items(), ids=list(FAULTS))
def test_what_lambda_could_not_import_is_refused_by_file_and_line(root, line, message):
    (root / "shop/app/sell.py").write_text(
        f"import json\n{line}\ndef handle(event, context): ...\n"
    )
    with pytest.raises(SourceError) as refused:
        sell(root)
    assert str(refused.value).startswith(message)


def test_a_fault_of_a_module_that_is_imported_is_named_by_its_own_file(root):
    (root / "shop/terms.py").write_text("import numpy as np\n")
    with pytest.raises(SourceError, match=r"^shop/terms\.py:1: Lambda has no module numpy"):
        sell(root)


@pytest.mark.parametrize(
    ("name", "hint"), [("handel", "; near it is handle in line 3"), ("sell", "")]
)
def test_a_function_that_the_module_does_not_define_is_refused(root, name, hint):
    with pytest.raises(SourceError) as refused:
        code_of(f"shop.app.sell.{name}", root)
    message = f"shop/app/sell.py:1: handler shop.app.sell.{name}: it defines no {name}{hint}"
    assert str(refused.value) == message


@pytest.mark.parametrize("line", ["handle = print", "from shop.terms import Money as handle"])
def test_a_handler_may_be_assigned_or_imported(root, line):
    (root / "shop/app/sell.py").write_text(f"{line}\n")
    assert "shop/app/sell.py" in sell(root)


def test_a_relative_import_adds_its_module(root):
    text = "from . import domain\nfrom ..terms import Money\ndef handle(event, context): ...\n"
    (root / "shop/app/sell.py").write_text(text)
    assert sell(root) == ["shop/app/domain.py", "shop/app/sell.py", "shop/terms.py"]


def test_modules_of_layers_are_there_and_of_unknown_layers_may_be(root):
    text = "import requests\ndef handle(event, context): ...\n"
    (root / "shop/app/sell.py").write_text(text)
    for provided in (("requests",), None):
        assert list(code_of("shop.app.sell.handle", root, provided).assets) == ["shop/app/sell.py"]


def test_an_import_that_may_be_missing_is_not_looked_for(root):
    text = (
        "from typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n    import pydantic\n"
        "try:\n    import orjson\nexcept ImportError:\n    orjson = None\n"
        "def handle(event, context): ...\n"
    )
    (root / "shop/app/sell.py").write_text(text)
    assert sell(root) == ["shop/app/sell.py"]


@pytest.mark.parametrize(
    "block",
    [
        "class Seller:\n    def sell(self):\n        import requests\n",
        "try:\n    pass\nexcept OSError:\n    import requests\n",
        "match 1:\n    case 1:\n        import requests\n",
        "with open('x') as file:\n    for line in file:\n        import requests\n",
    ],
    ids=["method", "handler", "case", "loop"],
)
def test_an_import_in_a_block_is_looked_for(root, block):
    (root / "shop/app/sell.py").write_text(f"{block}def handle(event, context): ...\n")
    with pytest.raises(SourceError, match="Lambda has no module requests"):
        sell(root)
