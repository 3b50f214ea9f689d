"""Run duikou as `python -m duikou`."""

from duikou.app.cli import main

if __name__ == "__main__":
    main()
