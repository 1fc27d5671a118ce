"""What a judgement costs beside evaluating its expressions, and lines a second of `assess`."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from posko_app.domain.detection.assess_input import read_case
from posko_app.domain.detection.cel_engine import Context, Program, compile  # noqa: A004
from posko_app.domain.detection.expression import parameter_values
from posko_app.domain.detection.facts import FACT_FIELDS, FactTable
from posko_app.domain.detection.rules import Judge
from posko_app.domain.detection.ruleset import Ruleset
from tests.bench.figures import Figure, percentile, ratio
from tests.bench.saves import timed_ms
from tests.domain.judgement.shipped import ROOT, shipped_judge, vignettes

ROUNDS = 200  # of every vignette
LINES = 6_000
RUNS = 5


def bare_program(ruleset: Ruleset) -> Program:
    """Compile what a judge has to evaluate for one person, and nothing else."""
    signs = ruleset.indicators.values()
    texts = [text for sign in signs for text in (sign.when, sign.absolute, sign.calmed_if) if text]
    texts += [question.asked_when for question in ruleset.questions.values()]
    texts += [scheme.when for scheme in ruleset.schemes.values()]
    return compile("[" + ",".join(f"({text}\n)" for text in texts) + "]")


def measure_judging() -> list[Figure]:
    """Judge the vignettes, evaluate the bare list on their ready contexts, in turn."""
    judge = shipped_judge()
    drafts = [read_case(vignette["input"]).answers for vignette in vignettes()]
    program, table = bare_program(judge.ruleset), FactTable(FACT_FIELDS)
    contexts = []
    for answers in drafts:
        context = Context()
        context.add_variable("p", parameter_values(judge.ruleset.parameters))
        context.add_variable("f", table.read(answers))
        contexts.append(context)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        for answers, context in zip(drafts, contexts, strict=True):
            ours.append(timed_ms(lambda a=answers: judge.judge(a)))
            theirs.append(timed_ms(lambda c=context: program.execute(c)))
    how = f"{ROUNDS} × {len(drafts)} vignettes, interleaved, ms; without counterfactuals;"
    how += " bare: the same expressions as one list on a context that already holds the facts"
    name = "one draft judged ÷ its CEL list alone"
    return [ratio(name, ours, theirs, aim=3, how=how), _counterfactuals(judge, drafts)]


def _counterfactuals(judge: Judge, drafts: list) -> Figure:
    judged = [(answers, judge.judge(answers)) for answers in drafts]
    spent = [
        timed_ms(lambda a=answers, f=found: judge.changes(a, f))
        for _ in range(RUNS)
        for answers, found in judged
    ]
    parts = {"p50": median(spent), "p95": percentile(spent, 0.95), "most": max(spent)}
    how = f"what would change the result, for {len(drafts)} vignettes, each {RUNS} times, ms"
    return Figure("counterfactuals of one draft, p95", parts["p95"], "ms", None, parts, how)


def measure_assess(folder: Path) -> Figure:
    """Assess a long file through the command line, the start of the process included."""
    source = folder / "cases.jsonl"
    lines = [json.dumps({"id": v["id"], "input": v["input"]}) for v in vignettes()]
    wanted = (lines * (LINES // len(lines) + 1))[:LINES]
    source.write_text("\n".join(wanted) + "\n", encoding="utf-8")
    empty = folder / "none.jsonl"
    empty.write_text("", encoding="utf-8")
    whole = [_assess(source, LINES) for _ in range(RUNS)]
    start = [_assess(empty, 0) for _ in range(RUNS)]
    parts = {
        "seconds": median(whole),
        "start_seconds": median(start),
        "after_start_lines_s": LINES / (median(whole) - median(start)),
    }
    how = f"`posko assess` on {LINES} vignette lines, {RUNS} runs, lines ÷ seconds of the process"
    return Figure("assess, lines a second", LINES / median(whole), "lines/s", None, parts, how)


def _assess(source: Path, lines: int) -> float:
    command = [sys.executable, "-m", "posko_app", "assess", str(source)]
    # bytecode is written once and reused, as on a desk
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    begun = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    seconds = time.perf_counter() - begun
    if done.stdout.count(b"\n") != lines:
        raise RuntimeError("a line was lost")
    return seconds
