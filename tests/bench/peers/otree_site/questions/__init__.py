"""The questionnaire as an oTree app: all questions on one page, then the counts of the answers."""

import json
from collections import Counter
from pathlib import Path
from typing import ClassVar

from otree.api import BaseConstants, BaseGroup, BasePlayer, BaseSubsession, Page, models, widgets

doc = "Skills of AI work"
QUESTIONS = json.loads(Path("questions.json").read_text(encoding="utf-8"))


class C(BaseConstants):
    NAME_IN_URL = "questions"
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    for each in QUESTIONS:
        locals()[each["id"]] = models.IntegerField(
            label=f"{each['name']}: {each['meaning']}",
            choices=list(enumerate(each["options"])),
            widget=widgets.RadioSelect,
        )
    del each


class Questions(Page):
    form_model = "player"
    form_fields: ClassVar[list[str]] = [each["id"] for each in QUESTIONS]


class Result(Page):
    @staticmethod
    def vars_for_template(player: Player) -> dict[str, object]:
        return {
            "counts": sorted(Counter(getattr(player, each["id"]) for each in QUESTIONS).items())
        }


page_sequence = [Questions, Result]
