"""How well the match does: figures of a simulation and of evaluations on people and postings."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.catalogue.model import STAGES, Catalogue
from app.catalogue.text import Text

KINDS = ("everyone", "beginner", *STAGES)
"""Kinds of simulated people over all roles. Each role and stage is another: "<role> <stage>"."""

FULL, SHORT = "full", "short"
FORMS = (FULL, SHORT)
"""Forms of the questionnaire: all items answered, or the SHORT_ANSWERS most informative ones."""
SHORT_ANSWERS = 14

Metric = Literal["balanced_accuracy", "macro_f1", "top_two", "top_two_balanced"]
METRICS: tuple[Metric, ...] = ("balanced_accuracy", "macro_f1", "top_two", "top_two_balanced")

DIGEST_DIGITS = 16

METHODS: Mapping[str, Text] = {
    "orienteer": Text("Orienteer", "Orienteer"),
    "naive_bayes": Text("나이브 베이즈", "naive Bayes"),
    "naive_bayes_frequent": Text(
        "나이브 베이즈(흔한 직무에 가중치)", "naive Bayes, favouring frequent roles"
    ),
    "naive_bayes_grouped": Text("나이브 베이즈(대안을 묶음)", "naive Bayes, alternatives grouped"),
    "logistic_regression": Text("로지스틱 회귀", "logistic regression"),
}
"""Names of the usual methods. Other methods have their name in evidence.toml."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Figures of one kind of simulated people, as shares from 0 to 1.

    `too_close`: results called too close. `repeated`: clear results whose first role a second
    rating repeats. `covered`: second ratings whose first role the first result names.
    """

    id: str
    people: int
    too_close: float
    repeated: float
    covered: float

    @property
    def clear(self) -> float:
        """Return the share of people for whom one role is named, 0 to 1."""
        return 1 - self.too_close


@dataclass(frozen=True, slots=True)
class Repetition:
    """A bin of simulated people of one form, by predicted chance: from the bin before to `up_to`.

    `predicted`: mean chance that the first role comes first again. `repeated`: share of the people
    whose second rating puts it first. All three are shares from 0 to 1.
    """

    form: str
    """FULL or SHORT."""
    up_to: float
    people: int
    predicted: float
    repeated: float


@dataclass(frozen=True, slots=True)
class Simulation:
    people: int
    seed: int
    k: float
    kinds: tuple[Kind, ...]
    repetitions: tuple[Repetition, ...]
    """The bins of the full form, then those of the short form, each lowest chance first."""

    def kind(self, id: str) -> Kind:
        """Return the kind of that id, or raise KeyError."""
        return {kind.id: kind for kind in self.kinds}[id]


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with its 95 % bootstrap interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Method:
    """One way to name a role, fitted and tried on the same rows as the others."""

    id: str
    name: Text
    figures: Mapping[Metric, Interval]


@dataclass(frozen=True, slots=True)
class MethodDifference:
    """Orienteer's figure less another method's on the same rows."""

    against: Text
    metric: Metric
    figure: Interval


@dataclass(frozen=True, slots=True)
class Recall:
    """The rows of one role, and how often each of the evaluation's roles was named for them."""

    role: str
    rows: int
    named: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Margin:
    """Rows whose margin is at most `up_to` standard errors (None: wider), and their accuracy."""

    up_to: float | None
    rows: int
    accuracy: float


@dataclass(frozen=True, slots=True)
class ProfileForm:
    """One form that a role's profile could have, tried on the same folds."""

    id: str
    name: Text
    figures: Mapping[Metric, float]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How well roles are named for rows whose role is known; shares from 0 to 1."""

    id: str
    name: Text
    rows: int
    roles: tuple[str, ...]
    how: Text
    too_close: float
    methods: tuple[Method, ...]
    differences: tuple[MethodDifference, ...]
    recalls: tuple[Recall, ...]
    margins: tuple[Margin, ...]
    forms: tuple[ProfileForm, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was measured on one state of the catalogue's profiles, and when."""

    date: date
    digest: str
    pull: float
    """How strongly the fit was held near its start, toward expert judgement and shares."""
    weights: Mapping[str, float]
    """How much each kind of row counted in the fit: "postings", "people", "simulated"."""
    simulation: Simulation
    evaluations: tuple[Evaluation, ...]
    stale: bool = False
    """Whether the catalogue's coefficients, levels or errors changed after the measurement."""


def profile_digest(catalogue: Catalogue) -> str:
    """Return a digest, 16 hexadecimal digits, of all that these figures depend on.

    That is items, coefficients, required levels, errors and k.
    """
    scale = catalogue.scale
    figures = [
        [scale.item_error, scale.skip_error, scale.k],
        [[item.id, *item.skills] for item in catalogue.items],
        [
            [
                role.id,
                [[coefficient.item, coefficient.value] for coefficient in role.match],
                [
                    [stage, [[each.item, each.level] for each in role.stages[stage].requirements]]
                    for stage in STAGES
                ],
            ]
            for role in catalogue.roles
        ],
    ]
    return hashlib.sha256(json.dumps(figures).encode()).hexdigest()[:DIGEST_DIGITS]
