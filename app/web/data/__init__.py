"""My data: take a copy along, take one in, erase everything."""

from werkzeug.exceptions import RequestEntityTooLarge

from app.web.group import Group

pages = Group("data", "app.web.data.routes")
pages.answer("overview", "/data")
pages.answer("export", "/data/export.<any(json, csv):kind>")
pages.answer("take_in", "/data/import", "POST")
pages.answer("ask_before_erasing", "/data/erase")
pages.answer("erase", "/data/erase", "POST")
pages.catch("too_large", RequestEntityTooLarge)
