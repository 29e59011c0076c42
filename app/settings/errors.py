"""The error for a setting that cannot be used."""


class SettingError(Exception):
    """A setting cannot be used.

    `fault` says in English what is wrong with it and `mend` what to do, with places for `values`.
    """

    def __init__(self, name: str, fault: str, mend: str, **values: object) -> None:
        super().__init__(f"{name} {fault % values}: {mend % values}")
        self.name, self.fault, self.mend, self.values = name, fault, mend, values


def N_(sentence: str) -> str:
    """Mark a sentence for translation, and return it."""
    return sentence
