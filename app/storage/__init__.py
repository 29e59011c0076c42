"""What is kept, and every query. Nothing else in Orienteer knows SQLAlchemy."""
