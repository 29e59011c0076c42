"""`python -m app` is `orienteer`."""

from app.cli import main

if __name__ == "__main__":
    main()
