# ruff: noqa: E501, SIM905 - a table: one form is one row
"""Names, places, dates, ages, telephones, mail and the web: forms whose prose speaks for itself."""

from random import Random

from . import check_digits, persons
from .form import Form

MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split(),
    "nl": "januari februari maart april mei juni juli augustus september oktober november december".split(),
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro".split(),
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia".split(),
    "sv": "januari februari mars april maj juni juli augusti september oktober november december".split(),
}


def day(rng: Random) -> tuple[int, int, int]:
    return rng.randint(1936, 2023), rng.randint(1, 12), rng.randint(1, 28)


def dated(*patterns: str):
    def make(rng: Random) -> str:
        year, month, number = day(rng)
        language = rng.choice(tuple(MONTHS))
        return rng.choice(patterns).format(
            y=year, m=month, d=number, yy=year % 100, M=MONTHS["en"][month - 1], Mmm=MONTHS["en"][month - 1][:3],
            L=MONTHS[language][month - 1], of="de " if language in ("es", "pt") else "", H=rng.randint(0, 23), I=rng.randint(0, 59),
        )  # fmt: skip

    return make


def serial_day(rng: Random) -> str:
    return str(rng.randint(13_200, 45_200))


def epoch(rng: Random) -> str:
    return str(rng.randint(900_000_000, 1_690_000_000) * rng.choice((1, 1000)))


def old_age(rng: Random) -> str:
    return str(rng.randint(90, 104))


def spoken(rng: Random) -> str:
    n = check_digits.digits
    return rng.choice((
        f"+49 {rng.choice(('5731', '3946', '202'))} {n(rng, 6, '23456789')}", f"0{rng.choice(('151', '176', '160'))}/{n(rng, 8, '123456789')}",
        f"+33 {rng.choice('67')} {n(rng, 2)} {n(rng, 2)} {n(rng, 2)} {n(rng, 2)}", f"0{rng.choice('1245')}.{n(rng, 2)}.{n(rng, 2)}.{n(rng, 2)}.{n(rng, 2)}",
        f"+34 6{n(rng, 2)} {n(rng, 3)} {n(rng, 3)}", f"+39 3{n(rng, 2, '234')} {n(rng, 7)}", f"+31 6 {n(rng, 8, '12345')}",
        f"+351 9{n(rng, 2, '136')} {n(rng, 3)} {n(rng, 3)}", f"+48 {n(rng, 3, '567')}-{n(rng, 3)}-{n(rng, 3)}", f"070-{n(rng, 3)} {n(rng, 2)} {n(rng, 2)}",
        f"({rng.choice(('615', '509', '518'))}) {n(rng, 3, '23456789')}-{n(rng, 4)}", f"{rng.choice(('615', '509', '518'))}.{n(rng, 3, '23456789')}.{n(rng, 4)}",
        f"+44 7{n(rng, 3, '4578')} {n(rng, 6)}", f"01608 {n(rng, 6, '23456789')}", f"1-800-{n(rng, 3, '23456789')}-{n(rng, 4)} ext. {n(rng, 3, '123456789')}",
    ))  # fmt: skip


def mail(rng: Random) -> str:
    given, surname = map(persons.ascii_word, persons.pair(rng))
    host = rng.choice(
        (
            "posteo.de",
            "laposte.net",
            "telefonica.net",
            "libero.it",
            "ziggo.nl",
            "sapo.pt",
            "onet.pl",
            "telia.com",
            "btinternet.com",
            "comcast.net",
            "proton.me",
        )
    )
    return rng.choice(
        (f"{given}.{surname}@{host}", f"{given[0]}{surname}{rng.randint(3, 89)}@{host}", f"{surname}-family@{host}")
    ).lower()


def page(rng: Random) -> str:
    given, surname = map(str.lower, map(persons.ascii_word, persons.pair(rng)))
    return rng.choice((
        f"https://www.facebook.com/{given}.{surname}.{rng.randint(3, 99)}", f"https://www.linkedin.com/in/{given}-{surname}-{rng.randint(10, 99)}b{rng.randint(100, 999)}/",
        f"https://portal.klinikum-weser.example/patient/{rng.randint(10000, 99999)}", f"http://www.{surname}-{given}.example/blog", f"www.gofundme.com/f/help-{given}-{surname}-beat-leukemia",
        f"https://mychart.prairiehealth.example/inside.asp?mode=visitsummary&csn={rng.randint(10**7, 10**8)}", f"instagram.com/{given}_{surname}",
    ))  # fmt: skip


def address(rng: Random) -> str:
    return ".".join(
        map(
            str,
            (rng.choice((83, 91, 145, 176, 188, 203)), rng.randint(1, 254), rng.randint(1, 254), rng.randint(1, 254)),
        )
    )


def address6(rng: Random) -> str:
    return rng.choice(("2a02:8109", "2001:861", "2600:1700")) + "".join(
        f":{rng.randint(4096, 65535):x}" for _ in range(6)
    )


def town(rng: Random) -> str:
    return rng.choice(persons.ADDRESSES)[0]


def postcode(rng: Random) -> str:
    return rng.choice([a[1] for a in persons.ADDRESSES])


def street(rng: Random) -> str:
    return rng.choice(persons.ADDRESSES)[2]


def whole_address(rng: Random) -> str:
    city, code, road, language = rng.choice(persons.ADDRESSES)
    return f"{road}, {city} {code}" if language == "en" else f"{road}, {code} {city}"


def point(rng: Random) -> str:
    return f"{rng.uniform(40, 60):.5f}, {rng.uniform(-8, 20):.5f}"


NAMED = (
    "Patient {} tolerated the second cycle well.", "Pt {} seen in haematology clinic, blasts 34 %.", "Discussed goals of care with the patient's daughter, {}.",
    "Die Patientin, {}, berichtet über Nachtschweiß.", "Vorstellung von {} in der Tumorkonferenz; Aszites punktiert.", "Die Patientin {} wurde in die hausärztliche Betreuung entlassen.",
    "La patiente, {}, a refusé la biopsie ostéomédullaire.", "Le dossier de {} a été revu en RCP.", "Paciente: {}. Acude por astenia y pancitopenia.", "Se informa a la hija del paciente, {}, del resultado del medulograma.",
    "Il paziente {} riferisce dolore osseo da due settimane.", "De patiënt, {}, is klinisch stabiel na de transplantatie.", "A doente {} iniciou azacitidina.", "Pacjent {} zgłosił się z gorączką neutropeniczną.",
    "Patienten {} mår bra efter behandlingen.", "Sample taken from {} by the ward nurse.", "Consent signed by {} before aspiration.",
)  # fmt: skip
DOCTORED = (
    "Reported and signed by {}.",
    "Befundet und vidiert: {}.",
    "Biopsie réalisée par {}.",
    "Firmado: {}.",
    "Referto firmato da {}.",
    "Aangevraagd door {}.",
    "Requisitado por {}.",
    "Opis sporządził: {}.",
    "Remitterande läkare: {}.",
    "Attending: {}.",
)
LIVES = (
    "She lives at {} with her husband.", "Home address: {}.", "Wohnhaft in {}, verwitwet.", "Anschrift: {}.", "Domicilié à {}.", "Vive en {} con su hermano.", "Residente in {}, pensionato.", "Woont op het adres {}.", "Morada: {}.", "Zamieszkały: {}.", "Bosatt på {}.",
)  # fmt: skip
TOWNS = (
    "Lives in {} and was referred by the GP.",
    "Patient aus {}, Rentner.",
    "Habite à {}, vit seule.",
    "Natural de {}, jubilado.",
    "Nato a {}, ex operaio.",
    "Woonachtig te {}.",
    "Residente em {}, reformada.",
    "Mieszka w {} z żoną.",
    "Bor i {}, gift.",
    "Moved here from {} last winter.",
)
DAYS = (
    "Bone marrow aspirated on {} showed 62 % blasts.", "Relapse was confirmed on {}.", "Aufnahme am {} wegen Fieber.", "Erstdiagnose AML {}, danach 7+3.", "Hospitalisée le {} pour aplasie.", "Ingresa el {} por disnea.", "Ricoverato il {} per polmonite.", "Opgenomen op {} met koorts.",
    "Internado em {} para quimioterapia.", "Przyjęty dnia {} z powodu krwawienia.", "Inskriven {} på hematologen.", "DOB {}, female.", "Died on {} of sepsis.", "Sample received {}, viability 88 %.",
)  # fmt: skip
AGED = (
    "A {}-year-old man with untreated CLL.",
    "{} y/o female, frail, not fit for transplant.",
    "Der {}-jährige Patient lehnt eine Therapie ab.",
    "Patiente de {} ans, autonome.",
    "Paciente de {} años con SMD.",
    "Donna di {} anni con mieloma.",
    "Een {}-jarige man met MDS.",
    "Doente de {} anos, sexo feminino.",
    "Kobieta, lat {}, z białaczką.",
    "En {}-årig kvinna med myelom.",
)
CALLED = (
    "Call the daughter at {} with results.",
    "Reachable by phone under {}.",
    "Rückruf erbeten unter Tel. {}.",
    "Joindre la famille au {}.",
    "Teléfono de contacto: {}.",
    "Cellulare della figlia: {}.",
    "Telefonisch bereikbaar op {}.",
    "Contacto telefónico: {}.",
    "Tel. kontaktowy: {}.",
    "Anhörig nås på tel {}.",
)
FAXED = (
    "Results to be faxed to {}.",
    "Befund per Fax an {} gesendet.",
    "Compte rendu faxé au {}.",
    "Enviar informe por fax al {}.",
    "Referto inviato via fax al {}.",
    "Uitslag gefaxt naar {}.",
    "Relatório enviado por fax: {}.",
    "Wynik wysłano faksem: {}.",
    "Svar faxat till {}.",
)
MAILED = (
    "Contact the patient by email at {}.",
    "E-Mail der Angehörigen: {}.",
    "Écrire à {} pour le rendez-vous.",
    "Correo del paciente: {}.",
    "Scrivere a {} per il consenso.",
    "Mail uitslag naar {}.",
    "Enviar resultado para {}.",
    "Adres e-mail: {}.",
    "Skicka kallelse till {}.",
)
WEBBED = (
    "The patient writes about her disease at {}.",
    "Profil des Patienten: {}.",
    "Voir le blog du patient : {}.",
    "Record opened from {}.",
    "Perfil del paciente: {}.",
    "See {} for the visit summary.",
)
LOGGED = (
    "Questionnaire filled in from {} by the patient at home.",
    "Portal login from IP {}.",
    "Zugriff von IP-Adresse {}.",
    "Connexion depuis l'adresse IP {}.",
    "Home monitor last reported from IP address {}.",
)

FORMS = (
    Form("A", "given and surname", persons.plain, ("patient_name", "Name des Patienten", "nom_prenom", "nombre_paciente", "nome_paziente", "naam_patient", "nome_doente", "imie_nazwisko", "patientnamn", "PatientName"), sentences=NAMED, tokens=("{} BM", "{}")),
    Form("A", "surname, given", persons.turned, ("name_pat", "Patient", "NOM_PATIENT", "apellidos_nombre", "cognome_nome", "Achternaam, voornaam", "NAZWISKO_IMIE", "full_name", "pt_name"), sentences=NAMED, tokens=("{}",)),
    Form("A", "SURNAME, given I.", persons.shouted, ("PATIENT_NM", "Versicherter", "NOM_USUEL_PRENOM", "NOMBRE_COMPLETO", "Efternamn, förnamn", "PAT_NAME"), sentences=NAMED),
    Form("A", "surname alone", persons.surname, ("Nachname", "last_name", "nom_naissance", "primer_apellido", "cognome", "achternaam", "apelido", "nazwisko", "efternamn", "surname", "Geburtsname", "maiden_name")),
    Form("A", "given name alone", lambda rng: persons.pair(rng)[0], ("Vorname", "first_name", "prénom", "nombre_de_pila", "voornaam", "nome_proprio", "imię", "förnamn", "forename")),
    Form("A", "physician with a title", persons.titled, ("attending_physician", "behandelnder_arzt", "medecin_traitant", "medico_responsable", "medico_curante", "behandelend_arts", "medico_assistente", "lekarz_prowadzacy", "ansvarig_lakare", "referring_provider"), sentences=DOCTORED),
    Form("A", "initial and surname", persons.initialled, ("patient_name", "Patientenname", "nom_patient", "contact_person", "Angehöriger", "next_of_kin", "persona_contatto", "emergency_contact_name"), sentences=DOCTORED),
    Form("A", "name in its own script", lambda rng: rng.choice(persons.FOREIGN), ("patient_name", "Name (Originalschrift)", "native_name", "full_name")),
    Form("A", "name without blanks", persons.joined, ("patient_name", "Name"), tokens=("{}", "{}_BM", "PBMC_{}", "{}_D14")),
    Form("A", "initials", persons.letters, ("patient_initials", "initialen", "iniciales"), tokens=("{}_BM",), contested="two letters rarely single out a person; registries differ on whether they are a name"),
    Form("B", "street and number", street, ("street", "Straße", "adresse_rue", "direccion", "via", "straat", "rua", "ulica", "gatuadress", "address_line_1", "Wohnanschrift", "home_address"), sentences=LIVES),
    Form("B", "postcode", postcode, ("PLZ", "zip_code", "code_postal", "codigo_postal", "postcode", "codigo_postal_residencia", "kod_pocztowy", "postnummer", "patient_zip", "postal_code")),
    Form("B", "town", town, ("Wohnort", "city_of_residence", "ville_residence", "municipio", "comune_residenza", "woonplaats", "localidade", "miejscowosc", "bostadsort", "patient_city", "birthplace", "Geburtsort"), sentences=TOWNS),
    Form("B", "whole address", whole_address, ("Anschrift", "patient_address", "adresse", "domicilio", "indirizzo", "adres", "morada", "adres_zamieszkania", "adress", "mailing_address"), sentences=LIVES),
    Form("B", "coordinates of the home", point, ("home_lat_lon", "geocode_residence", "residence_coordinates", "Wohnort_GPS"), sentences=("Home geocoded to {} for the exposure study.", "GPS-Koordinaten der Wohnung: {}.", "Residence (lat, lon): {}.")),
    Form("C", "ISO day", dated("{y}-{m:02d}-{d:02d}"), ("date_of_birth", "Geburtsdatum", "date_naissance", "fecha_nacimiento", "data_nascita", "geboortedatum", "data_nascimento", "data_urodzenia", "födelsedatum", "date_of_death", "Sterbedatum"), sentences=DAYS, tokens=("{}_BM", "AML07_{}")),
    Form("C", "day.month.year", dated("{d:02d}.{m:02d}.{y}", "{d}.{m}.{y}", "{d:02d}.{m:02d}.{yy:02d}"), ("GebDat", "Aufnahmedatum", "Entnahmedatum", "data_przyjecia", "Probeneingang", "Todesdatum", "Datum_ED", "Datum der Erstdiagnose"), sentences=DAYS, tokens=("{}_KM",)),
    Form("C", "day/month/year", dated("{d:02d}/{m:02d}/{y}", "{m:02d}/{d:02d}/{y}", "{d:02d}/{m:02d}/{yy:02d}"), ("DOB", "date_prelevement", "fecha_ingreso", "data_ricovero", "data_colheita", "admit_date", "discharge_dt", "ADMISSION_DATE", "fecha_exitus"), sentences=DAYS),
    Form("C", "day-Mon-year", dated("{d:02d}-{Mmm}-{y}", "{d}-{Mmm}-{yy:02d}", "{d:02d}{Mmm}{y}"), ("collection_date", "opnamedatum", "DTHDTC", "BRTHDTC", "visit_date", "relapse_date", "inskrivningsdatum", "RFSTDTC"), sentences=DAYS, tokens=("{}_PB",)),
    Form("C", "day in words", dated("{d} {of}{L} {of}{y}"), ("date_deces", "fecha_diagnostico", "data_diagnosi", "Diagnosedatum", "data_rozpoznania", "diagnosdatum", "overlijdensdatum"), sentences=DAYS),
    Form("C", "Month day, year", dated("{M} {d}, {y}", "{Mmm} {d}, {y}"), ("date of surgery", "date_of_diagnosis", "last_follow_up_date", "date_of_transplant"), sentences=DAYS),
    Form("C", "month and year", dated("{M} {y}", "{Mmm} {y}", "{m:02d}/{y}", "{y}-{m:02d}"), ("month_of_birth", "diagnosis_month", "mois_diagnostic", "Monat_ED", "mes_diagnostico"), sentences=("First seen in {} elsewhere.", "Relapse in {}, treated with venetoclax.", "Erstdiagnose {}.", "Diagnostiquée en {}.", "Diagnosticado en {}.")),
    Form("C", "eight digits", dated("{y}{m:02d}{d:02d}"), ("PatientBirthDate", "StudyDate", "fodelsedatum", "dt_nasc", "GEBDATUM", "date_naiss", "AcquisitionDate", "dt_collection"), sentences=("Date of birth: {}.", "Geb.-Datum {}, männlich.", "StudyDate {} from the PACS."), tokens=("DOB{}_BM",)),
    Form("C", "time stamp", dated("{y}-{m:02d}-{d:02d}T{H:02d}:{I:02d}:00Z", "{y}-{m:02d}-{d:02d} {H:02d}:{I:02d}:12", "{d:02d}.{m:02d}.{y} {H:02d}:{I:02d}"), ("collected_at", "Entnahmezeitpunkt", "admission_datetime", "dt_prelevement", "fecha_hora_extraccion", "tijdstip_afname", "provtagningstid", "specimen_received_time"), sentences=("Sample collected {} on the ward.", "Entnahme: {}.", "Afgenomen {}.", "Prélevé {}."), tokens=()),
    Form("C", "HL7 time stamp", dated("{y}{m:02d}{d:02d}{H:02d}{I:02d}"), ("OBR-7 observation date/time", "message_datetime", "admit_date_time"), sentences=("OBR-7 observation date/time: {}.",)),
    Form("C", "day count of a spreadsheet", serial_day, ("birth_date", "Geburtsdatum", "date_naissance", "date_of_death") ),
    Form("C", "seconds since 1970", epoch, ("collection_timestamp", "admission_timestamp", "date_of_death_unix")),
    Form("C", "age of 90 and over", old_age, ("age", "Alter", "âge", "edad", "età", "leeftijd", "idade", "wiek", "ålder", "age_at_diagnosis", "AGE_YRS"), sentences=AGED),
    Form("C", "time of day", lambda rng: f"{rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}", ("collection_time", "Uhrzeit"), contested="a time without its day; the rule names elements of dates only"),
    Form("D", "telephone", spoken, ("phone", "Telefon", "telephone", "telefono", "cellulare", "telefoonnummer", "telemovel", "nr_telefonu", "mobilnummer", "home_phone", "Handy", "emergency_contact_phone", "portable"), sentences=CALLED),
    Form("E", "fax", spoken, ("fax", "Faxnummer", "télécopie", "fax_number", "numero_fax", "fax_medico", "faxnummer_huisarts", "FAX_NO"), sentences=FAXED),
    Form("F", "mail", mail, ("email", "E-Mail", "courriel", "correo_electronico", "indirizzo_email", "e-mailadres", "endereco_email", "adres_email", "e-postadress", "contact"), sentences=MAILED, tokens=("{}_BM",)),
    Form("N", "page about a person", page, ("url", "Webseite", "profile_link", "site_web", "enlace", "homepage", "patient_portal_url", "social_media"), sentences=WEBBED),
    Form("O", "IPv4", address, ("ip_address", "IP-Adresse", "adresse_ip", "client_ip", "remote_addr", "direccion_ip", "last_login_ip"), sentences=LOGGED),
    Form("O", "IPv6", address6, ("ip_address", "IPv6", "client_ip", "adresse_ip"), sentences=LOGGED),
)  # fmt: skip
