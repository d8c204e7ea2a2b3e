"""The register of claims: what the paper states, judged by the data."""

from __future__ import annotations

from .corrections import misprint_corrections
from .model import PLURAL, SIGNS, Claim, Finding, Judged, Verdict, place
from .verdicts import PARTS, all_claims, claim_verdicts, find, judge_all

__all__ = [
    "PARTS",
    "PLURAL",
    "SIGNS",
    "Claim",
    "Finding",
    "Judged",
    "Verdict",
    "all_claims",
    "claim_verdicts",
    "find",
    "judge_all",
    "misprint_corrections",
    "place",
]
