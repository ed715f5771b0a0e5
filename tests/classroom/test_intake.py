"""Every way in which a class is collected, and archives that mean harm."""

import io
import tarfile
import zipfile

import pytest

from grader.classroom.archives import OF_A_STUDENT, ArchiveError, Caps, open_archive
from grader.classroom.intake import IntakeError, read_class, source_digest
from grader.classroom.names import concept_of, take_apart

CONCEPTS = ["03_tensor_ranks", "06_reshape_transpose_matmul"]
FILE = "06_reshape_transpose_matmul.py"


def sources(path):
    """For each hand-in's name the bytes of its file of concept 06, or its problem."""
    found = {}
    for hand_in in read_class(path, CONCEPTS).hand_ins:
        file = hand_in.submission(CONCEPTS).files[CONCEPTS[1]]
        found[hand_in.name] = hand_in.problem or file.problem or file.source
    return found


def zipped(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return path


def zip_bytes(members):
    buffer = io.BytesIO()
    zipped(buffer, members)
    return buffer.getvalue()


NAMES = {
    "doejane_12345_67890_06_reshape.py": ("canvas", "12345", False, CONCEPTS[1], 0),
    "doejane_LATE_12345_67890_06_reshape-2.py": ("canvas", "12345", True, CONCEPTS[1], 2),
    "anon_aB3xY_67890_06_reshape_transpose_matmul (1).py": (
        "canvas", "anon_aB3xY", False, CONCEPTS[1], 1,
    ),
    "Zoë Doe_77_assignsubmission_file_03_tensor_ranks.py": ("moodle", "77", None, CONCEPTS[0], 0),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_names_of_platforms(name):
    platform, user, late, concept, again = NAMES[name]
    found = take_apart(name)
    assert (found.platform, found.user, found.late) == (platform, user, late)
    assert concept_of(found.file, CONCEPTS) == (concept, again)


@pytest.mark.parametrize("name", ["hw1-ada", "notes.txt", FILE, "ada_lovelace"])
def test_names_that_no_platform_made(name):
    assert take_apart(name) is None


def test_canvas_files_are_gathered_by_student_and_the_newest_counts(tmp_path):
    (tmp_path / f"doejane_12_34_{FILE}").write_bytes(b"old = 1")
    (tmp_path / "doejane_12_35_06_reshape_transpose_matmul-1.py").write_bytes(b"new = 1")
    (tmp_path / "roeric_LATE_13_36_03_tensor_ranks.py").write_bytes(b"x = 1")
    (tmp_path / "readme.txt").write_text("hello")
    intake = read_class(tmp_path, CONCEPTS)
    assert sources(tmp_path) == {"doejane": b"new = 1", "roeric": "missing"}
    assert [hand_in.late for hand_in in intake.hand_ins] == [False, True]
    assert len(intake.notes) == 1


def test_moodle_folders(tmp_path):
    for name, body in {"Jane Doe_1_assignsubmission_file_": b"a = 1", "Rick_2_assignsubmission_file": b"b = 1"}.items():  # fmt: skip # noqa: E501
        (tmp_path / name).mkdir()
        (tmp_path / name / FILE).write_bytes(body)
    (tmp_path / "Jane Doe_1_assignsubmission_onlinetext_").mkdir()
    assert sources(tmp_path) == {"Jane Doe": b"a = 1", "Rick": b"b = 1"}


def test_one_archive_of_everything(tmp_path):
    inner = zip_bytes({f"repo/exercises/{FILE}": b"c = 1"})
    path = zipped(
        tmp_path / "class.zip",
        {f"all/ada/{FILE}": b"a = 1", f"all/bob/exercises/{FILE}": b"b = 1", "all/cyd.zip": inner},
    )
    expected = {"ada": b"a = 1", "bob": b"b = 1", "cyd": b"c = 1"}
    assert sources(path) == expected
    with tarfile.open(tmp_path / "class.tar.gz", "w:gz") as archive:
        for name, body in {f"ada/{FILE}": b"a = 1", f"bob/exercises/{FILE}": b"b = 1", "cyd.zip": inner}.items():  # fmt: skip # noqa: E501
            info = tarfile.TarInfo(name)
            info.size = len(body)
            archive.addfile(info, io.BytesIO(body))
    assert sources(tmp_path / "class.tar.gz") == expected


def test_members_that_lead_elsewhere_are_not_read(tmp_path):
    path = tmp_path / "ada.tar"
    with tarfile.open(path, "w") as archive:
        for name in (f"/etc/{FILE}", f"../{FILE}", f"a/../../{FILE}"):
            info = tarfile.TarInfo(name)
            info.size = 1
            archive.addfile(info, io.BytesIO(b"x"))
        link = tarfile.TarInfo(FILE)
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        device = tarfile.TarInfo("03_tensor_ranks.py")
        device.type = tarfile.CHRTYPE
        archive.addfile(device)
    root, notes = open_archive(path, path.name, OF_A_STUDENT)
    assert {name: file.read().problem for name, file in root.files.items()} == {
        FILE: "symlink",
        "03_tensor_ranks.py": "special",
    }
    assert not root.folders
    assert len(notes) == 5


def test_a_link_in_a_zip_is_not_read(tmp_path):
    info = zipfile.ZipInfo(FILE)
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "ada.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    assert sources(tmp_path) == {"ada": "symlink"}


BOMBS = {
    "ratio": (lambda: {FILE: b"\0" * 20 * 2**20}, OF_A_STUDENT, "times its size"),
    "size": (lambda: {FILE: b"x" * 3 * 2**20}, Caps(10, 2**20), "more than 1 MiB"),
    "count": (lambda: {f"{n}.py": b"" for n in range(20)}, Caps(10, 2**20), "more than 10 members"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused(tmp_path, name):
    members, caps, message = BOMBS[name]
    path = zipped(tmp_path / "ada.zip", members())
    with pytest.raises(ArchiveError, match=message):
        open_archive(path, path.name, caps)


@pytest.mark.parametrize("name", ["ada.zip", "ada.tar", "ada.tgz"])
def test_an_archive_that_is_none_costs_its_student_alone(tmp_path, name):
    (tmp_path / name).write_bytes(b"PK\3\4 this is no archive")
    (tmp_path / "bob").mkdir()
    (tmp_path / "bob" / FILE).write_bytes(b"b = 1")
    found = sources(tmp_path)
    assert found["bob"] == b"b = 1"
    assert "cannot be read" in found["ada"]


def test_links_on_the_disk_are_not_followed(tmp_path):
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / FILE).write_bytes(b"secret = 1")
    root = tmp_path / "class"
    (root / "ada").mkdir(parents=True)
    (root / "ada" / FILE).symlink_to(secret / FILE)
    (root / "eve").symlink_to(secret)
    assert sources(root) == {"ada": "symlink"}


def test_a_name_of_any_bytes_can_be_kept(tmp_path):
    folder = tmp_path.joinpath("ad\udcff\n=1+1")
    folder.mkdir()
    (folder / FILE).write_bytes(b"a = 1")
    (hand_in,) = read_class(tmp_path, CONCEPTS).hand_ins
    assert hand_in.student.isalnum()
    str(hand_in.submission(CONCEPTS).folder).encode()


def test_the_digest_sees_every_file(tmp_path):
    (tmp_path / "ada").mkdir()
    digests = set()
    for name in (FILE, "03_tensor_ranks.py", "03_tensor_ranks.toml"):
        (tmp_path / "ada" / name).write_bytes(b"a = 1")
        (hand_in,) = read_class(tmp_path, CONCEPTS).hand_ins
        digests.add(source_digest(hand_in.submission(CONCEPTS)))
    assert len(digests) == 3


def test_nobody(tmp_path):
    with pytest.raises(IntakeError, match="nobody's hand-in"):
        read_class(tmp_path, CONCEPTS)


def notes_of(tmp_path, *names, concepts=CONCEPTS):
    (tmp_path / "ada").mkdir()
    for name in names:
        (tmp_path / "ada" / name).write_bytes(b"a = 1")
    return read_class(tmp_path, concepts).notes


def test_a_file_of_another_name_is_noted_where_an_exercise_is_missing(tmp_path):
    assert notes_of(tmp_path, "03_tensor_ranks.py", "reshape.py") == [
        f"ada: 'reshape.py' was not used; {FILE} is missing"
    ]


def test_all_files_of_other_names_make_one_note(tmp_path):
    assert notes_of(tmp_path, "06_reshaped.py", "my ranks.ipynb", "notes.txt") == [
        "ada: '06_reshaped.py', 'my ranks.ipynb' were not used; "
        f"03_tensor_ranks.py, {FILE} are missing"
    ]


@pytest.mark.parametrize(
    ("names", "concepts"),
    [
        (("03_tensor_ranks.py", FILE, "helpers.py"), CONCEPTS),
        ((FILE, "05_dtype_conversion.py"), CONCEPTS),
        (("03_tensor_ranks.py", "notes.txt"), CONCEPTS),
        ((FILE, "03_tensor_ranks.py"), CONCEPTS[:1]),
    ],
)
def test_nothing_is_noted_where_no_file_can_be_meant(tmp_path, names, concepts):
    assert notes_of(tmp_path, *names, concepts=concepts) == []


def test_what_a_student_was_shown_is_no_part_of_a_hand_in(tmp_path):
    for place in ("ann", "ben/exercises"):
        cache = tmp_path / "class" / place / ".grade_cache"
        cache.mkdir(parents=True)
        (cache / FILE).write_text("cached")
        (cache.parent / FILE).write_text(place)
    (tmp_path / "class" / ".grade_cache").mkdir()
    assert sources(tmp_path / "class") == {"ann": b"ann", "ben": b"ben/exercises"}
    packed = {f"cat/{FILE}": "cat", f"cat/.grade_cache/{FILE}": "cached"}
    zipped(tmp_path / "all.zip", packed)
    assert sources(tmp_path / "all.zip") == {"cat": b"cat"}
