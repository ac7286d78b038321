"""The bytes of the validations file."""

import datetime
import io
import zipfile

from socle.exchange import Decision, PupilRecord, Totals, write, write_archive

MAY_30 = datetime.date(2013, 5, 30)
JUNE_14 = datetime.date(2013, 6, 14)

GOLDEN = """<?xml version="1.0" encoding="UTF-8"?>
<sacoche>
	<donnees>
		<eleve id="1234567" nom="MARTIN" prenom="Zoé">
			<palier id="2">
				<competence id="8">
					<validation>
						<date>2013-06-14</date>
						<etat>1</etat>
						<info>DURAND A.</info>
					</validation>
					<item id="2111">
						<renseignement>
							<date>2013-05-30</date>
							<etat>0</etat>
							<info>DURAND A.</info>
						</renseignement>
					</item>
				</competence>
			</palier>
		</eleve>
	</donnees>
</sacoche>
"""


def document(*pupils: PupilRecord) -> str:
    stream = io.BytesIO()
    write(stream, pupils)
    return stream.getvalue().decode()


def marks(text: str) -> list[str]:
    """The opening tags that carry an identifier, in the order of the document."""
    return [line.strip() for line in text.splitlines() if " id=" in line]


def test_write_one_pupil_gives_the_bytes_of_the_format():
    pupil = PupilRecord(
        1234567,
        "MARTIN",
        "Zoé",
        [Decision(8, 2111, 0, MAY_30, "DURAND A."), Decision(8, None, 1, JUNE_14, "DURAND A.")],
    )
    stream = io.BytesIO()
    totals = write(stream, [pupil])
    assert stream.getvalue() == GOLDEN.replace("\n", "\r\n").encode()
    assert totals == Totals(piliers=1, items=1, pupils=1)


def test_write_no_pupil_gives_an_empty_document():
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<sacoche>", "\t<donnees>", "\t</donnees>", "</sacoche>", ""]
    assert document() == "\r\n".join(lines)


def test_write_pupil_without_decision_is_left_out():
    assert "eleve" not in document(PupilRecord(0, "MARTIN", "Zoé"))


def test_write_items_come_in_the_order_of_the_grids_whatever_the_order_given():
    # 21210 is the tenth item of « Lire »: after 2129, before the next domaine.
    items = [Decision(8, number, 1, MAY_30, "X") for number in (2131, 21210, 2129, 2111)]
    found = [line for line in marks(document(PupilRecord(0, "A", "B", items))) if line.startswith("<item")]
    assert found == ['<item id="2111">', '<item id="2129">', '<item id="21210">', '<item id="2131">']


def test_write_competences_with_items_come_before_those_with_their_own_decision_alone():
    decisions = [
        Decision(16, None, 1, MAY_30, "X"),
        Decision(8, None, 1, MAY_30, "X"),
        Decision(10, 2311, 1, MAY_30, "X"),
        Decision(9, None, 0, MAY_30, "X"),
    ]
    assert marks(document(PupilRecord(0, "A", "B", decisions)))[1:] == [
        '<palier id="2">',
        '<competence id="10">',
        '<item id="2311">',
        '<competence id="8">',
        '<competence id="9">',
        '<palier id="1">',
        '<competence id="16">',
    ]


def test_write_item_of_computer_skills_keeps_its_number_of_before_2015():
    text = document(PupilRecord(0, "A", "B", [Decision(12, 2451, 1, MAY_30, "X")]))
    assert '<item id="2451">' in text


def test_write_escapes_four_characters_and_keeps_the_apostrophe():
    text = document(PupilRecord(0, "D'A<&>\"", "Éloi", [Decision(8, 2111, 1, MAY_30, "R&D \"<>'")]))
    assert 'nom="D\'A&lt;&amp;&gt;&quot;" prenom="Éloi"' in text
    assert "<info>R&amp;D &quot;&lt;&gt;'</info>" in text


def test_write_drops_what_xml_forbids():
    text = document(PupilRecord(0, "LE\tGALL\n", "Zo\x00\x0bé", [Decision(8, 2111, 1, MAY_30, "")]))
    assert 'nom="LE GALL" prenom="Zoé"' in text
    assert "<info></info>" in text


def test_write_archive_holds_the_one_member_deflated_at_its_time():
    stream = io.BytesIO()
    at = datetime.datetime(2026, 11, 21, 19, 57, 30, tzinfo=datetime.UTC)
    totals = write_archive(stream, [PupilRecord(0, "A", "B", [Decision(8, 2111, 1, MAY_30, "X")])], at=at)
    with zipfile.ZipFile(stream) as archive:
        (member,) = archive.infolist()
    assert (member.filename, member.date_time) == ("import_validations.xml", (2026, 11, 21, 19, 57, 30))
    assert member.compress_type == zipfile.ZIP_DEFLATED
    assert totals == Totals(piliers=0, items=1, pupils=1)
