"""CSV files: what is read, what is refused and in which words, and that nothing half-written stays. Without a database."""

import os
import resource

import pytest

from standards.tables import TableError, quote, read_table, write_whole


COLUMNS = ("name", "colour")


def read(folder, content: bytes, **options) -> list[tuple[int, list[str]]]:
    """The rows of a file as line and cells."""
    path = folder / "things.csv"
    path.write_bytes(content)
    return [(row.line, row.cells) for row in read_table(path, COLUMNS, **options)]


def refuse(folder, content: bytes) -> str:
    with pytest.raises(TableError) as caught:
        read(folder, content)
    return str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        b"name,colour\nsky,blue\nsea,\n",
        b"name,colour\r\nsky,blue\r\nsea,\r\n",
        b"\xef\xbb\xbfname,colour\nsky,blue\nsea,",
        b'"name","colour"\n"sky","blue"\n"sea",""\n',
    ],
    ids=["plain", "Windows", "byte order mark, no last line end", "quoted"],
)
def test_same_rows_however_they_are_written(tmp_path, content):
    assert read(tmp_path, content) == [(2, ["sky", "blue"]), (3, ["sea", ""])]


def test_cells_come_in_the_order_asked_for(tmp_path):
    assert read(tmp_path, b"colour,name\nblue,sky\n") == [(2, ["sky", "blue"])]


def test_row_is_numbered_by_the_line_it_begins_in(tmp_path):
    content = b'name,colour\n"s\nk\ny",blue\n\n\nsea,green\n'

    assert read(tmp_path, content) == [(2, ["s\nk\ny", "blue"]), (7, ["sea", "green"])]


def test_words_of_every_language_are_kept(tmp_path):
    assert read(tmp_path, "name,colour\nаспан,көк\n".encode()) == [(2, ["аспан", "көк"])]


def test_other_columns_are_passed_over_where_they_are_allowed(tmp_path):
    content = b"size,name,colour\n3,sky,blue\n"

    assert read(tmp_path, content, others_allowed=True) == [(2, ["sky", "blue"])]
    assert refuse(tmp_path, content) == "things.csv, line 1: unknown column size"


def test_reader_tells_how_far_it_is_in_bytes(tmp_path):
    told = []

    read(tmp_path, b"name,colour\nsky,blue\n", tell=lambda *numbers: told.append(numbers))

    assert told == [(12, 21), (21, 21)]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "things.csv, line 1: the column name is missing"),
        (b"name\n", "things.csv, line 1: the column colour is missing"),
        (b"name,colour,name\n", "things.csv, line 1: the column name stands twice"),
        (b"name;colour\n", "things.csv, line 1: the column name is missing"),
        (b"name,colour,\n", "things.csv, line 1: unknown column ''"),
        (b"name,colour\n\nsky\n", "things.csv, line 3: has 1 cells, not 2"),
        (b"name,colour\nsky,blue,9\n", "things.csv, line 2: has 3 cells, not 2"),
        (b"name,colour\nsky,bl\xfce\n", "things.csv, line 2: is not UTF-8"),
        (b"\xff\xfen\0", "things.csv, line 1: is not UTF-8"),
        (b'name,colour\nsky,"blue', "things.csv, line 2: is not valid CSV: unexpected end of data"),
        (b'name,colour\n"sk"y,blue\n', "things.csv, line 2: is not valid CSV: ',' expected after '\"'"),
    ],
)
def test_refusal_names_file_line_and_thing(tmp_path, content, line):
    assert refuse(tmp_path, content) == line


def test_file_that_cannot_be_opened_is_refused_by_name(tmp_path):
    for path, line in (
        (tmp_path / "things.csv", "things.csv: cannot be read: No such file or directory"),
        (tmp_path, f"{tmp_path.name}: cannot be read: Is a directory"),
    ):
        with pytest.raises(TableError) as caught:
            list(read_table(path, COLUMNS))
        assert str(caught.value) == line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Prepaid mobile", "Prepaid mobile"),
        ("көк", "көк"),
        ("", "''"),
        (" blue", "' blue'"),
        ("two\nlines", r"'two\nlines'"),
        ("\x1b[2J", r"'\x1b[2J'"),
        ("x" * 81, "x" * 80 + "…"),
    ],
)
def test_quoted_text_stays_in_one_line(text, shown):
    assert quote(text) == shown


def write(path, text="new") -> None:
    with write_whole(path) as file:
        file.write(text)


def refuse_to_write(path) -> str:
    with pytest.raises(TableError) as caught:
        write(path)
    return str(caught.value)


def test_file_is_written_as_any_other(tmp_path):
    path, other = tmp_path / "out.csv", tmp_path / "other.csv"
    other.write_text("new")

    write(path)

    assert path.read_text() == "new"
    assert path.stat().st_mode == other.stat().st_mode
    assert sorted(tmp_path.iterdir()) == [other, path]


@pytest.mark.parametrize("problem", [ValueError, KeyboardInterrupt])
def test_work_that_breaks_off_leaves_the_old_file(tmp_path, problem):
    path = tmp_path / "out.csv"
    path.write_text("old")

    def break_off():
        with write_whole(path) as file:
            file.write("half")
            raise problem

    with pytest.raises(problem):
        break_off()

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_link_stays_a_link(tmp_path):
    (tmp_path / "folder").mkdir()
    target, link = tmp_path / "folder" / "out.csv", tmp_path / "link.csv"
    target.write_text("old")
    link.symlink_to(target)

    write(link)

    assert (link.readlink(), target.read_text()) == (target, "new")
    assert list((tmp_path / "folder").iterdir()) == [target]


def test_what_is_no_file_is_not_written_over(tmp_path):
    folder, pipe = tmp_path / "folder", tmp_path / "pipe"
    folder.mkdir()
    os.mkfifo(pipe)

    assert refuse_to_write(folder) == "folder: cannot be written: is not a file"
    assert refuse_to_write(pipe) == "pipe: cannot be written: is not a file"
    assert sorted(tmp_path.iterdir()) == [folder, pipe]


def test_folder_that_is_none_is_refused(tmp_path):
    (tmp_path / "file").write_text("")

    assert (
        refuse_to_write(tmp_path / "nowhere" / "out.csv")
        == "out.csv: cannot be written: No such file or directory"
    )
    assert refuse_to_write(tmp_path / "file" / "out.csv") == "out.csv: cannot be written: Not a directory"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_disk_that_is_full_leaves_the_old_file(tmp_path):
    """A limit on the size of files stands for the disk."""
    path = tmp_path / "out.csv"
    path.write_text("old")
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, usual[1]))
    try:
        with pytest.raises(TableError) as caught:
            write(path, "x" * 1001)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)

    assert str(caught.value) == "out.csv: cannot be written: File too large"
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
