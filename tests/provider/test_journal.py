"""The notes of creates in progress."""

from __future__ import annotations

from local.provider.journal import VARIABLE, Journal, identity_of, journal_at
from tests.provider.thing import THING, URN


def test_a_note_is_recalled_until_it_is_forgotten(tmp_path):
    journal = Journal(tmp_path / "made when needed", "http://127.0.0.1:1")
    journal.record(URN, {"name": "box"}, "box")
    entry = journal.recall(URN)
    assert (entry.urn, entry.identity, entry.id) == (URN, {"name": "box"}, "box")
    journal.delete(URN)
    assert journal.recall(URN) is None


def test_two_emulators_share_no_entries(tmp_path):
    Journal(tmp_path, "http://127.0.0.1:1").record(URN, {})
    assert Journal(tmp_path, "http://127.0.0.1:2").recall(URN) is None


def test_without_a_folder_nothing_is_remembered(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    journal = journal_at("http://127.0.0.1:1")
    journal.record(URN, {})
    journal.delete(URN)
    assert journal.recall(URN) is None


def test_the_folder_comes_from_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert journal_at("").folder == tmp_path


def test_a_note_torn_by_a_crash_counts_as_none(tmp_path):
    journal = Journal(tmp_path, "")
    journal.record(URN, {})
    [note] = tmp_path.iterdir()
    note.write_text('{"urn": ')
    assert journal.recall(URN) is None


def test_a_journal_names_its_stacks_and_is_cleared_for_its_emulator_alone(tmp_path):
    journal, other = Journal(tmp_path, "http://127.0.0.1:1"), Journal(tmp_path, "")
    journal.record(URN, {}, "box")
    other.record(URN.replace(":local:", ":two:"), {}, "box")
    assert (journal.stacks(), other.stacks()) == ({"local"}, {"two"})
    journal.clear()
    assert (journal.stacks(), other.stacks()) == (set(), {"two"})


def test_only_what_identifies_a_resource_is_written_down():
    inputs = {"name": "box", "color": "red", "size": 1, "rules": "secret"}
    assert identity_of(THING, inputs) == {"name": "box", "color": "red"}
