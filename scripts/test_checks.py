"""The checks turn red when what they guard is broken: one broken input for each."""

import subprocess
import unittest

import check_docs
import check_edges
import check_law
import check_sessions
import check_text
import notices
import notices_ui
from tracked import ROOT

NFD = "a\u0301"  # á as two code points


class Text(unittest.TestCase):
    def test_clean_text_passes(self):
        self.assertEqual(check_text.problems_in("a.md", "Hộ nghèo đa chiều\n".encode()), [])

    def test_each_impurity_is_named_with_its_line(self):
        for raw, word in [
            (f"tốt\n{NFD}\n".encode(), "a.md:2:1: not NFC"),
            (b"one\r\n", "a.md:1: carriage return"),
            (b"\xef\xbb\xbfone\n", "a.md:1: begins with a byte order mark"),
            (b"one\n\xff\n", "a.md:2: not UTF-8"),
            (b"one", "a.md:1: the last line has no line end"),
        ]:
            self.assertTrue(check_text.problems_in("a.md", raw)[0].startswith(word), (raw, word))


class Edges(unittest.TestCase):
    ROWS = check_edges.table(
        "<!-- edges -->\n| crate | kind | uses | tests | never |\n|---|---|---|---|---|\n"
        "| `low` | pure | – | – | files |\n| `high` | shell | `low` | `aid` | – |\n| `aid` | shell | – | – | – |\n"
        "<!-- /edges -->\n"
    )
    REAL = {"low": (set(), set()), "high": ({"low"}, {"aid"}), "aid": (set(), set())}

    def test_the_listed_edges_pass(self):
        self.assertEqual(check_edges.edge_problems(self.ROWS, self.REAL), [])

    def test_an_unlisted_edge_a_stale_row_and_an_unknown_crate_fail(self):
        for change, words in [
            ({"low": ({"high"}, set())}, "`low` uses `high`, which the table does not allow"),
            ({"low": (set(), {"aid"})}, "`low` has tests that use `aid`"),
            ({"high": (set(), {"aid"})}, "the table says `high` uses `low`, which is not so"),
            ({"new": (set(), set())}, "crate `new` is not in the table"),
        ]:
            found = check_edges.edge_problems(self.ROWS, self.REAL | change)
            self.assertTrue(any(words in problem for problem in found), (words, found))

    def test_a_pure_crate_must_not_use_a_shell_crate_even_if_listed(self):
        rows = self.ROWS | {"low": check_edges.Row(True, {"aid"}, set())}
        found = check_edges.edge_problems(rows, self.REAL | {"low": ({"aid"}, set())})
        self.assertEqual(found, ["`low` is pure and uses `aid`, which is not"])

    def test_the_outside_world_in_a_pure_crate_fails_and_in_its_tests_does_not(self):
        for line in ["use std::fs;", "let t = SystemTime::now();", "pub async fn x() {}", "std::thread::spawn(f);", 'println!("");']:
            self.assertEqual(len(check_edges.purity_problems("x.rs", line)), 1, line)
        self.assertEqual(check_edges.purity_problems("x.rs", "// std::fs\n#[cfg(test)]\nmod tests {\nuse std::fs;\n}"), [])


class Law(unittest.TestCase):
    PACKS = {
        "packs/vn/standards/x/standard.toml": {"param": {"line": [{"value": 1_234_000}], "count": [{"value": 3}]}},
        "packs/vn/standards/x/indicators.toml": {"indicator": [{"id": "child_schooling"}]},
    }

    def problems(self, source):
        return check_law.problems_in("x.rs", source, *check_law.law_of(self.PACKS))

    def test_a_pack_value_and_an_indicator_in_the_sources_fail(self):
        for source in ["let line = 1_234_000;", "if x <= 1234000 {", 'match id { "child_schooling" => 1 }']:
            self.assertEqual(len(self.problems(source)), 1, source)

    def test_other_numbers_comments_and_tests_pass(self):
        for source in ["let n = 3;", "// 1234000", "#[cfg(test)]\nmod tests { const N: i64 = 1234000; }", "let x = 51_234_000;", "const MAX_CELLS: usize = 1_234_000;", 'say("as 1234000")']:
            self.assertEqual(self.problems(source), [], source)


class Documents(unittest.TestCase):
    PROJECT = check_docs.Project(
        {
            "Makefile": "demo: need\n",
            "README.md": "# Read me\n## Two commands\n",
            "crates/engine/src/kleene.rs": "pub fn at_least(n: usize) {} struct OutcomeTest;",
            "packs/vn/standards/vn-2022/standard.toml": "",
        }
    )

    def problems(self, text):
        return check_docs.problems_in("docs/x.md", text, self.PROJECT, lambda path: {"two-commands"})

    def test_true_citations_pass(self):
        for text in [
            "`crates/engine/src/kleene.rs`", "`packs/vn/standards/<id>/standard.toml`", "`crates/engine/src/*.rs`", "`at_least`",
            "`OutcomeTest`", "`kleene::at_least`", "[a](../README.md#two-commands)", "`make demo`", "`a b_c`",
            "```sh\nmake demo V=1 # make nothing\n```", "```toml\nmade_up = 1\n```", "<!-- docs: made_up -->`made_up`",
        ]:
            self.assertEqual(self.problems(text), [], text)

    def test_false_citations_fail(self):
        for text in [
            "`crates/engine/src/gone.rs`", "`packs/vn/standards/<id>/gone.toml`", "`made_up`", "`MadeUp`", "`kleene::gone_name`",
            "[a](gone.md)", "[a](../README.md#three-commands)", "`make tea`", "```sh\nmake tea\n```",
        ]:
            self.assertEqual(len(self.problems(text)), 1, text)


class Sessions(unittest.TestCase):
    class Fake:
        folder = "."

        def run(self, command):
            return {"one": ["a", "took 12.5 s"], "two": []}[command]

    def renew(self, body):
        return check_sessions.renew(f"```console\n{body}\n```\n", self.Fake())

    def test_what_the_program_prints_passes(self):
        for body in ["$ one\na\ntook 0.1 s", "$ one\n…\ntook 3 s\n$ two", "$ one\n…"]:
            self.assertEqual(self.renew(body), (f"```console\n{body}\n```\n", []))

    def test_another_output_fails_and_is_rewritten(self):
        for body in ["$ one\nb\ntook 1 s", "$ one\na", "$ two\nsomething", "$ one"]:
            text, wrong = self.renew(body)
            self.assertEqual(len(wrong), 1, body)
            self.assertEqual(check_sessions.renew(text, self.Fake())[1], [])

    def test_an_unknown_subcommand_or_option_fails(self):
        known = {("packs",): "Usage: <COMMAND>", ("packs", "list"): "--json --lang", ("packs", "gone"): "", ("gone",): ""}
        for command, count in [
            ("chungtay packs list --json", 0), ("chungtay packs list --js", 1),
            ("chungtay --lang vi packs list", 0), ("chungtay --tongue vi packs list", 1),
            ("chungtay packs gone", 1), ("chungtay gone", 1),
        ]:
            self.assertEqual(len(check_sessions.command_problems(command, None, known)), count, command)


class Notices(unittest.TestCase):
    def test_the_preferred_licence_of_a_choice_is_taken_and_all_of_a_sum(self):
        for expression, chosen in [
            ("MIT OR Apache-2.0", ["Apache-2.0"]),
            ("Unlicense/MIT", ["MIT"]),
            ("(MIT OR Apache-2.0) AND Unicode-3.0", ["Apache-2.0", "Unicode-3.0"]),
            ("Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT", ["Apache-2.0"]),
            ("MIT OR Apache-2.0 OR LGPL-2.1-or-later", ["Apache-2.0"]),
            ("GPL-3.0", ["GPL-3.0"]),
        ]:
            self.assertEqual(notices.choose(expression), chosen, expression)


    def test_packages_that_only_build_are_not_passed_on(self):
        lock = {"packages": {"": {}, "node_modules/a": {"version": "1", "license": "MIT"},
                             "node_modules/b": {"version": "2", "license": "MIT", "dev": True},
                             "node_modules/a/node_modules/@c/d": {"version": "3", "license": "GPL-3.0"}}}
        self.assertEqual(notices_ui.shipped(lock), [("@c/d", "3", "GPL-3.0"), ("a", "1", "MIT")])


class Steps(unittest.TestCase):
    def step(self, *command):
        return subprocess.run([ROOT / "scripts/step", *command], capture_output=True, text=True, env={"PATH": "/usr/bin:/bin"})

    def test_a_failing_step_shows_its_output_and_keeps_its_exit_code(self):
        done = self.step("a step", "bash", "-c", "echo words; exit 3")
        self.assertEqual((done.returncode, "words" in done.stdout), (3, True))

    def test_a_good_step_shows_only_its_name(self):
        done = self.step("a step", "bash", "-c", "echo words")
        self.assertEqual((done.returncode, "words" in done.stdout, "a step" in done.stdout), (0, False, True))


if __name__ == "__main__":
    unittest.main()
