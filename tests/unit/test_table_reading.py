"""A file that is not the table it is said to be is refused, with its name and what to do."""

from pathlib import Path

import pytest

from geodata.errors import SourceError
from geodata.sources.tables import read_table, require, some, whole_numbers


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\n<!DOCTYPE html><html>Sign in</html>", "web page"),
        (b"\xef\xbb\xbf<html>", "web page"),
        (b"PK\x03\x04rest", "zip file or a spreadsheet"),
        (b"a,b\n1,\x00\n", "not a text file"),
        (b"a,b\n1,caf\xe9\n", "not UTF-8"),
        (b"a,b\n1,2\n1,2,3\n", "row 3 has 3 columns, where 2 belong"),
        (b"a,b\n1,2\n1\n", "row 3 has 1 columns, where 2 belong"),
        (b'a,b\n1,"cut sh', "not a whole CSV table"),
    ],
)
def test_what_is_no_csv_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(content)
    with pytest.raises(SourceError, match=said) as caught:
        read_table(file)
    assert caught.value.file == file
    assert str(caught.value).startswith(str(file))
    assert caught.value.todo


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        read_table(tmp_path / "nothing.csv")
    with pytest.raises(SourceError, match="is a folder"):
        read_table(tmp_path)


def test_cells_stay_text_and_empty_cells_stay_empty(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(b"\xef\xbb\xbfcode , name\n007,NA\n008,\n")
    table = read_table(file)
    assert table.columns.tolist() == ["code", "name"]
    assert table.values.tolist() == [["007", "NA"], ["008", ""]]


def test_a_table_without_headings_must_have_the_layouts_columns(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("1,2\n3,4\n")
    assert read_table(file, ["a", "b"]).a.tolist() == ["1", "3"]
    with pytest.raises(SourceError, match="row 1 has 2 columns, where 3 belong"):
        read_table(file, ["a", "b", "c"])


def test_a_missing_column_is_named_with_those_that_are_there(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("a,b\n1,2\n")
    with pytest.raises(SourceError, match="no column 'c'; it has 'a', 'b'"):
        require(file, read_table(file), ["a", "c"])


@pytest.mark.parametrize("cell", ["", "1.5", "-1", "c", "1,000"])
def test_a_count_that_is_no_whole_number_is_named_by_its_row(tmp_path: Path, cell: str) -> None:
    file = tmp_path / "list.csv"
    file.write_text(f'n,x\n3,y\n"{cell}",y\n')
    with pytest.raises(SourceError, match="column 'n', row 3"):
        whole_numbers(file, read_table(file).n)


def test_a_long_list_of_words_is_cut_and_says_so() -> None:
    assert some("abc") == "a, b, c"
    assert some("abcdef", 2) == "a, b and 4 more"
