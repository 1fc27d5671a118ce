"""The page about keys says what the map says."""

from tools.key_page import BEGIN, END, PAGE, main, written


def test_page_is_current():
    assert main(["--check"]) == 0, "run python -m tools.key_page"


def test_words_around_the_tables_are_kept():
    page = f"Sebelum\n{BEGIN}\nlama\n{END}\nSesudah\n"

    again = written(page)

    assert again.startswith(f"Sebelum\n{BEGIN}\n\n### Di semua halaman")
    assert again.endswith(f"{END}\nSesudah\n")
    assert written(again) == again


def test_budgets_of_the_tests_are_those_of_the_page():
    from tests.ui.test_periksa_keystrokes import BUDGETS  # loads the whole window, needed here only

    page = PAGE.read_text(encoding="utf-8")

    assert all(f"| {keys} |" in page for keys in BUDGETS.values())
