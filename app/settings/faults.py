"""What is wrong with a setting, said."""


class SettingError(Exception):
    """A setting cannot be used: its name, what is wrong with it, and the mend (sentences in English with values)."""

    def __init__(self, name: str, fault: str, mend: str, **values: object) -> None:
        super().__init__(f"{name} {fault % values}: {mend % values}")
        self.name, self.fault, self.mend, self.values = name, fault, mend, values


def N_(sentence: str) -> str:  # noqa: N802 (the field's name for "translate this later")
    return sentence
