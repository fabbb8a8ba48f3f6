"""The page on cases says what the code does."""

from scripts.write_case_states import PAGE, page


def test_the_page_is_what_the_code_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run scripts/write_case_states.py"
