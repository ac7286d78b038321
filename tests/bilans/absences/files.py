"""A file of each layout that is read, as the software of schools writes it, about the same invented pupils."""

import io
import zipfile
from collections.abc import Sequence

OWN = """INE;Elenoet;NOM;Prénom;Classe;abs;abs_nj;ret;ret_nj\r
060000001AB;1001;ALPHA;Anna;5A;8;3;2;1\r
;1002;BRAVO;Ben;5A;0;0;;\r
;;CHARLIE;Chloé;5A;4;;1;0\r
"""
SIECLE = """<?xml version="1.0" encoding="ISO-8859-15"?>
<exportAbsences>
  <parametres>
    <uaj>0341234G</uaj><anneeScolaire>2026</anneeScolaire><dateExport>01/12/2026</dateExport>
    <periode><libelle>Trimestre 1</libelle><dateDebut>01/09/2026</dateDebut><dateFin>30/11/2026</dateFin></periode>
  </parametres>
  <eleves>
    <eleve elenoet="1001" nomEleve="ALPHA" prenomEleve="Anna" nbAbs="8" nbNonJustif="3" nbRet="2"/>
    <eleve elenoet="" nomEleve="Charlie" prenomEleve="Chloé" nbAbs="0" nbNonJustif="0" nbRet="5"/>
    <eleve elenoet="4999" nomEleve="ZOULOU" prenomEleve="Zoé" nbAbs="1" nbNonJustif="0" nbRet="0"/>
  </eleves>
</exportAbsences>
"""
GEPI = """"elenoet";"nom";"prenom";"classe";"nb_absences";"nb_nj";"nb_retards"
"1001";"ALPHA";"Anna";"5A";"8";"3";"2"
"";"BRAVO";"Ben";"5A";"1";"0";"0"
"""
PRONOTE_ABSENCES = """<?xml version="1.0" encoding="UTF-8"?>
<ABSENCES>
  <ABSENCE><N_GEP>1001</N_GEP><NOM>ALPHA</NOM><PRENOM>Anna</PRENOM><DEMI_JOUR>2</DEMI_JOUR><REGLE>O</REGLE>
    <DATE_DEBUT>12/10/2026</DATE_DEBUT><DATE_FIN>12/10/2026</DATE_FIN><H_DEBUT>08:00</H_DEBUT><H_FIN>17:00</H_FIN>
  </ABSENCE>
  <ABSENCE><N_GEP>1001</N_GEP><NOM>ALPHA</NOM><PRENOM>Anna</PRENOM><DEMI_JOUR>1</DEMI_JOUR><REGLE>O</REGLE>
    <DATE_DEBUT>13/10/2026</DATE_DEBUT><DATE_FIN>13/10/2026</DATE_FIN><H_DEBUT>08:30</H_DEBUT><H_FIN>09:30</H_FIN>
  </ABSENCE>
  <ABSENCE><N_GEP>1001</N_GEP><NOM>ALPHA</NOM><PRENOM>Anna</PRENOM><DEMI_JOUR>1</DEMI_JOUR><REGLE>N</REGLE>
    <DATE_DEBUT>13/10/2026</DATE_DEBUT><DATE_FIN>13/10/2026</DATE_FIN><H_DEBUT>10:00</H_DEBUT><H_FIN>12:00</H_FIN>
  </ABSENCE>
</ABSENCES>
"""
PRONOTE_RETARDS = """<?xml version="1.0" encoding="UTF-8"?>
<RETARDS>
  <RETARD><NOM>ALPHA</NOM><PRENOM>Anna</PRENOM><DATE>05/10/2026</DATE><REGLE>O</REGLE></RETARD>
  <RETARD><NOM>ALPHA</NOM><PRENOM>Anna</PRENOM><DATE>06/10/2026</DATE><REGLE>N</REGLE></RETARD>
</RETARDS>
"""
MOLIERE = """Nom élève\tPrénom élève\tNb 1/2 j abs\tNb ret.\tNuméro national
ALPHA\tAnna\t8\t2\t060000001AB
BRAVO\tBen\t0\t1\t
"""
ENT77 = """Nom Prénom;Abs tot.;Non just.;Retards
ALPHA Anna;8;3;2
BRAVO Ben;1;0;0
"""
ELYCO = """Élève;Date séance;Matin;Après-midi;Type de dossier;Justifié
ALPHA Anna;12/10/2026;Oui;Oui;Absence;Oui
ALPHA Anna;13/10/2026;Oui;Non;Absence;Oui
ALPHA Anna;13/10/2026;Oui;Non;Absence;Non
ALPHA Anna;14/10/2026;Oui;Non;Retard;Non
BRAVO Ben;14/10/2026;;Oui;Absence;
"""
# The file of each layout in the encoding that its software has, with what it says of Anna ALPHA.
FILES = {
    "own": (OWN.encode("utf-8-sig"), (8, 3, 2, 1)),
    "siecle": (SIECLE.encode("iso8859-15"), (8, 3, 2, None)),
    "gepi": (GEPI.encode("cp1252"), (8, 3, 2, None)),
    "pronote_absences": (PRONOTE_ABSENCES.encode(), (3, 1, None, None)),
    "pronote_retards": (PRONOTE_RETARDS.encode(), (None, None, 2, 1)),
    "moliere": (MOLIERE.encode("cp1252"), (8, None, 2, None)),
    "ent77": (ENT77.encode("utf-8"), (8, 3, 2, None)),
    "elyco": (ELYCO.encode("utf-16"), (3, 1, 1, 1)),
}


def zipped(*members: tuple[str, bytes]) -> bytes:
    """An archive of these files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    """An .xlsx of these rows."""
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
