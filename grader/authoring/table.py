"""The proof of a course as tables: a line a concept, a line an operator, and every gap."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.report.escape import printable

from .operators import OPERATORS
from .proving import ConceptProof, Tally

# What each column counts, as it is said below the table.
COLUMNS = {
    "reference": "times that the reference passed, of the seeds it was tried with",
    "idioms": "the same for the files in idioms/, each with every seed",
    "misconceptions": "those that fail and are named as themselves, of all",
    "mutants": "those that a hidden test fails on, of all",
    "listed": "mutants that are right answers too, by equivalent_mutants.toml",
    "gaps": "what does not hold; each is a line below",
}


def render(proofs: list[ConceptProof], gaps: list[str], console: Console) -> None:
    """Print what was proved, then each gap on a line of its own."""
    if proofs:
        console.print(_concepts(proofs))
        for heading, meaning in COLUMNS.items():
            console.print(Text(f"  {heading}: {meaning}", style="dim"))
        console.print()
        console.print(_operators(proofs))
        console.print(Text(_kill_rate(proofs)))
        console.print()
    for gap in gaps:
        console.print(Text(f"✗ {printable(gap, 1000)}", style="red"), soft_wrap=True)
    if gaps:
        console.print(Text(f"{len(gaps)} gap{'s' if len(gaps) != 1 else ''}", style="bold red"))
    else:
        console.print(Text("The course holds.", style="bold green"))


def _concepts(proofs: list[ConceptProof]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("concept", overflow="fold")  # on a narrow terminal no figure is cut
    for heading in COLUMNS:
        table.add_column(heading, justify="right", no_wrap=True)
    for proof in proofs:
        whole = _sum(list(proof.mutants.values()))
        table.add_row(
            proof.concept,
            _share(proof.right),
            _share(proof.idioms),
            _share(proof.misconceptions),
            _share(whole),
            str(whole.listed),
            str(len(proof.gaps)),
        )
    whole = _sum([tally for proof in proofs for tally in proof.mutants.values()])
    table.add_row(
        "all",
        _share(_sum([proof.right for proof in proofs])),
        _share(_sum([proof.idioms for proof in proofs])),
        _share(_sum([proof.misconceptions for proof in proofs])),
        _share(whole),
        str(whole.listed),
        str(sum(len(proof.gaps) for proof in proofs)),
        style="bold",
    )
    return table


def _operators(proofs: list[ConceptProof]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("mutants by operator")
    for heading in ("killed", "listed", "of"):
        table.add_column(heading, justify="right")
    for name in OPERATORS:
        tally = _sum([proof.mutants[name] for proof in proofs if name in proof.mutants])
        if not tally.total:
            continue
        table.add_row(name, str(tally.good), str(tally.listed), str(tally.total))
    return table


def _kill_rate(proofs: list[ConceptProof]) -> str:
    whole = _sum([tally for proof in proofs for tally in proof.mutants.values()])
    wrong = whole.total - whole.listed
    rate = 100 * whole.good / wrong if wrong else 100.0
    return (
        f"{whole.good} of {wrong} wrong mutants killed ({rate:.1f} %); "
        f"{whole.listed} of {whole.total} are right answers too, each listed with its reason"
    )


def _share(tally: Tally) -> str:
    return f"{tally.good}/{tally.total}"


def _sum(tallies: list[Tally]) -> Tally:
    return Tally(
        good=sum(tally.good for tally in tallies),
        total=sum(tally.total for tally in tallies),
        listed=sum(tally.listed for tally in tallies),
    )
