"""A plan to take along: Markdown, CSV and iCalendar, in the reader's language, for pages and commands alike."""
