"""``dedup check``: 0 clean, 1 findings, 2 error; --diff, --fix, --baseline."""

from __future__ import annotations

import re
import stat


def test_findings(run, raw, files_of):
    before = files_of(raw)
    done = run("check", raw)
    assert done.code == 1
    lines = done.text.splitlines()
    assert all(
        re.match(r"raw/b\.txt:\d+-\d+: repeats raw/b\.txt:3-7 \(100 %\): \"Growing tomatoes", line) for line in lines
    )
    assert len(lines) == 2
    assert done.err == "dedup: 2 findings; --diff shows them, --fix removes them\n"
    assert files_of(raw) == before


def test_clean(run, raw):
    (raw / "b.txt").unlink()
    assert run("check", raw) == (0, b"", "dedup: no findings\n")
    assert run("check", raw / "a.txt") == (0, b"", "dedup: no findings\n")


def test_the_current_folder_is_the_default(run, raw, monkeypatch):
    monkeypatch.chdir(raw)
    assert run("check").code == 1


def test_quiet(run, raw):
    assert run("check", raw, "--quiet") == (1, b"", "")


def test_check_of_the_cleaned_is_0(run, cleaned):
    assert run("check", "cleaned").code == 0


def test_diff_is_pure_and_applies(run, repository, files_of, git_in, place):
    before = files_of(repository)
    done = run("check", repository, "--diff")
    assert done.code == 1
    assert done.err == "dedup: 2 findings\n"
    assert files_of(repository) == before
    assert all(line[:1] in "#+-@ " or line.startswith("diff ") for line in done.text.splitlines())
    (place / "patch").write_bytes(done.out)
    git_in(repository, "apply", str(place / "patch"))
    assert run("check", repository).code == 0


def test_diff_of_nothing(run, raw):
    (raw / "b.txt").unlink()
    done = run("check", raw, "--diff")
    assert done.code == 0
    assert all(line.startswith("#") for line in done.text.splitlines())


def test_fix_and_undo(run, repository, files_of, place, git_in, other, page_of):
    (repository / "b.txt").chmod(0o755)
    (repository / "c.txt").write_bytes((repository / "a.txt").read_bytes())
    before = files_of(repository)
    done = run("check", repository, "--fix")
    assert done.code == 0
    assert "undo with: dedup restore --last-fix" in done.err
    after = {name: data for name, data in before.items() if name != "c.txt"}
    assert files_of(repository) == after | {"b.txt": page_of(other, "Tomatoes").encode()}
    assert stat.S_IMODE((repository / "b.txt").stat().st_mode) == 0o755
    assert git_in(repository, "status", "--porcelain", "--ignored") == b" M b.txt\n"
    assert run("check", repository).code == 0
    undone = run("restore", "--last-fix", repository)
    assert undone.code == 0
    assert files_of(repository) == before
    assert stat.S_IMODE((repository / "b.txt").stat().st_mode) == 0o755


def test_fix_of_one_file(run, repository, files_of, other, page_of):
    before = files_of(repository)
    assert run("check", repository / "b.txt", "--fix").code == 0
    assert files_of(repository)["b.txt"] == page_of(other, "Tomatoes").encode()
    assert run("restore", "--last-fix", repository / "b.txt").code == 0
    assert files_of(repository) == before


def test_fix_of_a_folder_inside_the_repository(run, repository, files_of, monkeypatch, story, page_of):
    (repository / "sub/d.txt").write_text(page_of(story * 2))
    before = files_of(repository)
    monkeypatch.chdir(repository)
    assert run("check", "sub", "--fix").code == 0
    assert files_of(repository) == before | {"sub/d.txt": page_of(story).encode()}
    assert run("restore", "--last-fix", "sub").code == 0
    assert files_of(repository) == before


def test_an_interrupted_fix_can_be_undone(run, repository, files_of, monkeypatch, story, page_of):
    from dedup import api

    (repository / "z.txt").write_text(page_of(["Something of its own stands here.", *story]))
    before = files_of(repository)
    whole, calls = api.rewrite, []

    def interrupted(path, *arguments):
        calls.append(path)
        if len(calls) > 1:
            raise KeyboardInterrupt
        return whole(path, *arguments)

    monkeypatch.setattr(api, "rewrite", interrupted)
    assert run("check", repository, "--fix").code == 130
    half = files_of(repository)
    assert half["b.txt"] != before["b.txt"]
    assert half["z.txt"] == before["z.txt"]
    assert run("restore", "--last-fix", repository).code == 0
    assert files_of(repository) == before


def test_fix_outside_git_is_refused(run, raw, files_of):
    before = files_of(raw)
    done = run("check", raw, "--fix")
    assert done.code == 2
    assert "no git work tree" in done.err
    assert files_of(raw) == before


def test_fix_of_nothing(run, repository):
    (repository / "b.txt").unlink()
    assert run("check", repository, "--fix").code == 0
    assert run("restore", "--last-fix", repository).code == 2


def test_undo_after_an_edit_is_refused(run, repository, files_of):
    run("check", repository, "--fix")
    (repository / "b.txt").write_text("My own words since.\n")
    done = run("restore", "--last-fix", repository)
    assert done.code == 2
    assert "was edited since" in done.err
    assert files_of(repository)["b.txt"] == b"My own words since.\n"


def test_git_ignore_rules(run, repository):
    (repository / ".gitignore").write_text("b.txt\n")
    assert run("check", repository).code == 1, "b.txt is tracked"
    (repository / "b.txt").rename(repository / "new.txt")
    assert run("check", repository).code == 1
    (repository / ".gitignore").write_text("new.txt\n")
    assert run("check", repository).code == 0
    assert run("check", repository / "new.txt").code == 1, "named itself"


def test_baseline(run, raw, place, story, page_of):
    missing = run("check", raw, "--baseline", "accepted")
    assert missing.code == 2
    assert "--update-baseline" in missing.err
    updated = run("check", raw, "--baseline", "accepted", "--update-baseline")
    assert updated.code == 0
    assert "accepts 2 findings" in updated.err
    accepted = run("check", raw, "--baseline", "accepted")
    assert accepted == (0, b"", "dedup: no findings (2 more are accepted by the baseline)\n")
    (raw / "b.txt").rename(raw / "moved.txt")
    (raw / "moved.txt").write_text("One more line at the top.\n\n" + (raw / "moved.txt").read_text())
    assert run("check", raw, "--baseline", "accepted").code == 0, "a text that moves stays accepted"
    (raw / "sub/new.txt").write_text(page_of(["Something of its own stands here.", *story]))
    found = run("check", raw, "--baseline", "accepted")
    assert found.code == 1
    assert [line.split(":")[0] for line in found.text.splitlines()] == ["raw/sub/new.txt"]
    assert "(2 more are accepted by the baseline)" in found.err


def test_a_further_copy_is_not_accepted(run, raw, place, other, page_of):
    run("check", raw, "--baseline", "accepted", "--update-baseline")
    (raw / "b.txt").write_text(page_of(other * 4, "Tomatoes"))
    done = run("check", raw, "--baseline", "accepted")
    assert done.code == 1
    assert len(done.text.splitlines()) == 1


def test_fix_leaves_what_the_baseline_accepts(run, repository, files_of, story, other, page_of, place):
    run("check", repository, "--baseline", place / "accepted", "--update-baseline")
    (repository / "z.txt").write_text(page_of(["Something of its own stands here.", *story]))
    before = files_of(repository)
    assert run("check", repository, "--baseline", place / "accepted", "--fix").code == 0
    assert files_of(repository) == before | {"z.txt": b"Something of its own stands here.\n"}


def test_a_broken_baseline(run, raw, place):
    (place / "accepted").write_text("# a comment\n\nno fingerprint\n")
    done = run("check", raw, "--baseline", "accepted")
    assert done.code == 2
    assert "accepted:3: no fingerprint" in done.err


def test_update_baseline_needs_a_baseline(run, raw):
    assert run("check", raw, "--update-baseline").code == 2


def test_status_goes_to_standard_error(shell, raw):
    done = shell("check", raw)
    assert "dedup:" in done.err
    assert "dedup:" not in done.text
    assert "Traceback" not in done.err
