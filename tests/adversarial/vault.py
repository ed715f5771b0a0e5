"""A course made for attackers: a function whose answer cannot be known, and planted secrets.

`oracle` multiplies by a number that is drawn anew for each run and stands only in the
reference, so that points for it are forged unless the submission was told the number. The
canary, another random word, stands wherever a secret might leak from.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from grader.sandbox import seccomp

CONCEPT = "01_vault"

REFERENCE = '''"""The vault."""
from grader import without
CANARY = "@CANARY@"
def oracle(x):
    return x * @FACTOR@
def double(x):
    return x * 2
@without("softmax")
def plain(x):
    e = x.exp()
    return e / e.sum()
'''

TESTS = '''"""Hidden tests of the vault: @CANARY@."""
import pytest
from grader import points
CANARY = "@CANARY@"
@points(2)
@pytest.mark.parametrize("n", [3, 5])
def test_oracle(compare, draw, n):
    """The oracle."""
    compare("oracle", draw(n))
@points(1)
def test_oracle_in_a_scenario(compare, draw):
    """The oracle, asked by a scenario."""
    compare.scenario("ask", of="oracle", x=draw(2, 3))
@points(1)
def test_oracle_gradients(compare, draw):
    """The oracle's gradient."""
    compare("oracle", draw(3), gradients=True)
@points(1)
def test_oracle_freely(student, draw):
    """The oracle, checked by hand."""
    x = draw(2)
    answer = student.call("oracle", x)
    assert float((answer - x * @FACTOR@).abs().max()) < 1e-3
@points(1)
def test_double(compare, draw):
    """Doubles."""
    compare("double", draw(3))
@points(1)
def test_plain(compare, draw):
    """Softmax by hand."""
    compare("plain", draw(3))
'''

SCENARIOS = '''"""What one call cannot show."""
def ask(student, x):
    return student.oracle(x), student.oracle(x + 1)
'''

MISCONCEPTIONS = '''"""Wrong answers: @CANARY@."""
from grader.judging.marks import misconception
@misconception("oracle", "It gives back what it was given.", id="VAULT-SAME",
               next_step="Look at the factor.")
def same(x):
    return x
'''

HONEST = """
import torch
def oracle(x):
    return x * @FACTOR@
def double(x):
    return x * 2
def plain(x):
    e = torch.exp(x)
    return e / e.sum()
"""


@dataclass(frozen=True)
class Vault:
    """One vault on disk: its course, a decoy folder to attack, and what must not leak."""

    root: Path
    canary: str
    factor: float

    @property
    def solutions(self) -> Path:
        return self.root / "solutions"

    @property
    def decoy(self) -> Path:
        return self.root / "decoy"

    def fill(self, text: str) -> str:
        """Put this vault's values in place of `@NAMES@`."""
        values = {
            "DECOY": str(self.decoy),
            "SOLUTIONS": str(self.solutions),
            "GRADER": str(os.getpid()),
            "CANARY": self.canary,
            "FACTOR": repr(self.factor),
            "ALLOWED": repr(sorted(seccomp.X86_64.values())),
        }
        for name, value in values.items():
            text = text.replace(f"@{name}@", value)
        return text

    @property
    def honest(self) -> str:
        return self.fill(HONEST)

    @property
    def wrong(self) -> str:
        return self.honest.replace(repr(self.factor), "0.5")


def build(root: Path) -> Vault:
    """Write a vault with fresh secrets below `root`, readable for everybody."""
    factor = 2.0 + secrets.randbelow(10**6) / 10**6
    vault = Vault(root, f"canary{secrets.token_hex(12)}", factor)
    folder = vault.solutions / CONCEPT
    folder.mkdir(parents=True)
    files = {
        "reference.py": REFERENCE,
        "test_hidden.py": TESTS,
        "scenarios.py": SCENARIOS,
        "misconceptions.py": MISCONCEPTIONS,
    }
    for name, text in files.items():
        (folder / name).write_text(vault.fill(text))
    (vault.solutions / "course.toml").write_text('title = "Vault"\n')
    vault.decoy.mkdir()
    (vault.decoy / "secret.txt").write_text(vault.canary)
    (vault.decoy / "other_student.py").write_text(vault.honest)
    (vault.decoy / "sub").mkdir()
    (vault.decoy / "sub" / "data").write_bytes(b"\0" * 100)
    return vault
