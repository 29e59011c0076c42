"""Create the database and the questionnaire, all questions on one page.

That is the package's default, and needs the fewest requests.
"""

import json
import os
from pathlib import Path

import django
from django.core.management import call_command

os.environ["DJANGO_SETTINGS_MODULE"] = "survey_site.settings"
django.setup()
call_command("migrate", verbosity=0)

from survey.models import Category, Question, Survey  # noqa: E402 (only now are there models)

made = Survey.objects.create(
    name="Skills of AI work",
    description="Rate yourself.",
    need_logged_user=False,
    editable_answers=False,
)
categories: dict[str, Category] = {}
for place, each in enumerate(json.loads(Path("questions.json").read_text(encoding="utf-8"))):
    if each["area"] not in categories:
        categories[each["area"]] = Category.objects.create(
            name=each["area"], survey=made, order=len(categories)
        )
    Question.objects.create(
        text=f"{each['name']}: {each['meaning']}",
        order=place,
        required=True,
        category=categories[each["area"]],
        survey=made,
        type=Question.RADIO,
        choices="|".join(each["options"]),
    )
