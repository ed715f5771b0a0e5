"""`grade doctor` says what is in force, and what would be needed for more."""


def test_it_names_tier_and_layers(command, tmp_path):
    done = command("doctor", "--require", "hardened", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert any(line.startswith("tier        hardened") for line in lines)
    for word in ("torch", "system", "devices", "landlock", "ABI", "seccomp", "namespaces"):
        assert word in done.stdout


def test_it_says_how_to_get_what_is_missing(command, tmp_path):
    done = command(
        "doctor", "--require", "hardened", cwd=tmp_path, TENSORGRADE_DISABLE_LAYERS="landlock"
    )
    assert done.returncode == 4
    assert "tier        limited" in done.stdout
    assert "to get it: Linux 5.13" in done.stdout
    assert "'limited', not 'hardened'" in done.stderr
