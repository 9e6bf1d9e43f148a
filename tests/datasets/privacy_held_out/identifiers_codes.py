# ruff: noqa: E501 - a table: one form is one row
"""National, hospital, insurance, account, licence, vehicle, device, biometric, picture and other numbers."""

import base64
import hashlib
import string
import uuid
from collections.abc import Callable
from random import Random

from . import national, persons, registered
from .form import Form


def shaped(*patterns: str) -> Callable[[Random], str]:
    """Return a maker of values: # is a digit, + a digit but 0, @ a letter, ~ either."""

    def make(rng: Random) -> str:
        pattern = rng.choice(patterns)
        kinds = {
            "#": string.digits,
            "+": string.digits[1:],
            "@": "ABCDEFGHJKLMNPRSTUVWXYZ",
            "~": "ABCDEFGHJKLMNPRSTUVWXYZ23456789",
        }
        return "".join(rng.choice(kinds[c]) if c in kinds else c for c in pattern)

    return make


def plate(rng: Random) -> str:
    return shaped(
        "MKK-@@ +##", "HVL @ ++##", "@@-###-@@", "++## @@@", "@@ ###@@", "@@@ ++#", "@@++ @@@", "KR +@@##", "+@@@###"
    )(rng)


def udi(rng: Random) -> str:
    date, number = (
        f"{rng.randint(24, 31)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}",
        shaped("@###+##", "+#####", "@@+###-##")(rng),
    )
    gtin = registered.gtin(rng)
    return rng.choice(
        (
            f"(01){gtin}(17){date}(21){number}",
            f"(01){gtin}(11){date}(17){date}(10){shaped('@##+#')(rng)}(21){number}",
            f"01{gtin}17{date}21{number}",
        )
    )


def mac(rng: Random) -> str:
    sep = rng.choice(":-")
    return sep.join(f"{rng.randint(0, 255):02X}" for _ in range(6))


def uid(rng: Random) -> str:
    root = rng.choice(
        ("1.2.840.113619.2.55.3", "1.3.12.2.1107.5.2.36", "1.2.276.0.7230010.3.1.4", "2.16.840.1.114362.1")
    )
    return f"{root}.{rng.randint(10**8, 10**9)}.{rng.randint(10**3, 10**5)}.{rng.randint(10**12, 10**13)}"


def hexed(rng: Random, n: int) -> str:
    return hashlib.sha256(rng.randbytes(16)).hexdigest()[:n]


def template(rng: Random) -> str:
    return rng.choice((base64.b64encode(b"FMR\x00 20\x00" + rng.randbytes(24)).decode(), hexed(rng, 40)))


def guid(rng: Random) -> str:
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


def face(rng: Random) -> str:
    stem = persons.ascii_word(persons.surname(rng)).lower()
    return rng.choice(
        (
            f"IMG_{rng.randint(1000, 9999)}.jpg",
            f"portrait_{stem}.png",
            f"DSC0{rng.randint(1000, 9999)}.JPG",
            f"photos/{stem}_face.jpeg",
        )
    )


def picture(rng: Random) -> str:
    return "data:image/jpeg;base64,/9j/4AAQSkZJRgABAQ" + base64.b64encode(rng.randbytes(36)).decode()


def membership(rng: Random) -> str:
    return shaped("@@@###+#####", "W##########", "XYB+##@#####", "80###+######", "###-##-####A")(rng)


FORMS = (
    # G: social security and the other national numbers
    Form("G", "US SSN", national.ssn, ("ssn", "SSN", "social_security_number", "soc_sec_no", "PID-19 SSN"), (("en", "SSN"), ("en", "Social Security number")), tokens=("SSN{}",)),
    Form("G", "US ITIN", shaped("9##-7#-####", "9##-82-####"), ("itin", "taxpayer_id", "tax_identification_number"), (("en", "ITIN"), ("en", "taxpayer identification number"))),
    Form("G", "GB NHS number", national.nhs, ("nhs_number", "NHS No", "NHSNumber", "nhs_no"), (("en", "NHS number"), ("en", "NHS no.")), tokens=("NHS{}",)),
    Form("G", "GB national insurance", national.nino, ("ni_number", "National Insurance No", "NINO"), (("en", "National Insurance number"), ("en", "NI number"))),
    Form("G", "DE pension insurance", national.german_pension, ("Rentenversicherungsnummer", "RVNR", "Sozialversicherungsnummer", "SV-Nummer"), (("de", "Rentenversicherungsnummer"), ("de", "Sozialversicherungsnummer"))),
    Form("G", "DE tax", national.german_tax, ("Steuer-ID", "steueridentifikationsnummer", "IdNr (Steuer)"), (("de", "Steuer-ID"), ("de", "steuerliche Identifikationsnummer"))),
    Form("G", "FR NIR", national.french_nir, ("NIR", "numero_securite_sociale", "num_secu", "n° sécurité sociale", "matricule_INS"), (("fr", "numéro de sécurité sociale"), ("fr", "NIR"))),
    Form("G", "ES DNI", national.dni, ("DNI", "NIF", "dni_paciente", "documento_identidad"), (("es", "DNI"), ("es", "documento de identidad"))),
    Form("G", "ES NIE", national.nie, ("NIE", "dni_nie", "num_identificacion_extranjero"), (("es", "NIE"),)),
    Form("G", "ES social security", national.spanish_affiliation, ("NASS", "num_afiliacion_ss", "numero_seguridad_social"), (("es", "número de la Seguridad Social"), ("es", "NASS"))),
    Form("G", "IT codice fiscale", national.fiscal_code, ("codice_fiscale", "cod_fisc", "CF_paziente", "CODICE FISCALE"), (("it", "codice fiscale"), ("it", "C.F.")), tokens=("{}_MO",)),
    Form("G", "NL BSN", national.bsn, ("BSN", "bsn_nummer", "burgerservicenummer", "sofinummer"), (("nl", "BSN"), ("nl", "burgerservicenummer")), tokens=("BSN{}",)),
    Form("G", "PT tax", national.portuguese_tax, ("NIF", "nr_contribuinte", "numero_contribuinte"), (("pt", "NIF"), ("pt", "número de contribuinte"))),
    Form("G", "PL PESEL", national.pesel, ("PESEL", "pesel_pacjenta", "nr_pesel"), (("pl", "PESEL"), ("pl", "numer PESEL")), tokens=("PESEL_{}",)),
    Form("G", "SE personnummer", national.personnummer, ("personnummer", "pnr", "person_nr", "PERSNR", "samordningsnummer"), (("sv", "personnummer"), ("sv", "pers.nr"))),
    Form("G", "DK CPR", national.cpr, ("CPR-nummer", "cpr", "cpr_nr"), (("en", "Danish CPR number"), ("en", "CPR")), tokens=("CPR_{}",)),
    Form("G", "FI identity code", national.hetu, ("hetu", "henkilötunnus", "HETU"), (("en", "Finnish personal identity code"), ("sv", "personbeteckning"))),
    Form("G", "NO birth number", national.norwegian, ("fødselsnummer", "fodselsnr", "fnr"), (("en", "Norwegian birth number (fødselsnummer)"),)),
    Form("G", "BE national register", national.belgian, ("rijksregisternummer", "INSZ", "numero_registre_national", "NISS"), (("nl", "rijksregisternummer"), ("fr", "numéro de registre national"))),
    Form("G", "CZ birth number", national.czech, ("rodne_cislo", "rodné číslo", "RC_pacienta"), (("en", "Czech birth number (rodné číslo)"),)),
    Form("G", "RO CNP", national.romanian, ("CNP", "cod_numeric_personal"), (("en", "Romanian CNP"),)),
    Form("G", "TR identity", national.turkish, ("TC Kimlik No", "tckn", "kimlik_no"), (("en", "Turkish identity number (TCKN)"), ("de", "türkische Identitätsnummer (TCKN)"))),
    Form("G", "BR CPF", national.cpf, ("CPF", "cpf_paciente"), (("pt", "CPF"),)),
    Form("G", "CL RUT", national.rut, ("RUT", "RUN", "rut_paciente"), (("es", "RUT"),)),
    Form("G", "CN resident identity", national.chinese, ("身份证号", "resident_id_card", "china_id_no"), (("en", "Chinese resident identity card number"),)),
    Form("G", "KR resident registration", national.korean, ("rrn", "주민등록번호", "resident_registration_no"), (("en", "resident registration number"),)),
    Form("G", "IN Aadhaar", national.aadhaar, ("aadhaar", "aadhaar_no", "UIDAI"), (("en", "Aadhaar number"),)),
    Form("G", "CA SIN", national.sin, ("SIN", "social_insurance_number", "numero_assurance_sociale"), (("en", "Social Insurance Number"), ("fr", "numéro d'assurance sociale"))),
    Form("G", "CH AHV", national.ahv, ("AHV-Nr", "ahv_nummer", "numero_AVS", "AHVN13"), (("de", "AHV-Nummer"), ("fr", "numéro AVS"), ("it", "numero AVS"))),
    Form("G", "AT insurance", national.austrian, ("SVNR", "Sozialversicherungsnummer", "sv_nr"), (("de", "SVNR"), ("de", "Sozialversicherungsnummer"))),
    Form("G", "IE PPS", national.pps, ("PPSN", "pps_number"), (("en", "PPS number"),)),
    Form("G", "ZA identity", national.south_african, ("sa_id_number", "rsa_id", "national_id"), (("en", "South African ID number"),)),
    Form("G", "SG NRIC", national.nric, ("NRIC", "nric_no", "NRIC/FIN"), (("en", "NRIC"),)),
    Form("G", "passport", shaped("C+~~~~~~#", "@@#######", "##@@#####", "+########"), ("passport_number", "Reisepass-Nr", "num_passeport", "pasaporte", "numero_passaporto", "paspoortnummer", "nr_paszportu", "passnummer"), (("en", "passport number"), ("de", "Reisepassnummer"), ("fr", "numéro de passeport"), ("es", "número de pasaporte"), ("pl", "numer paszportu"))),
    # H: medical record numbers
    Form("H", "MRN", shaped("+######", "00######", "E########", "@@+#####", "##-##-##", "+#########"), ("mrn", "MRN", "medical_record_number", "hospital_no", "UR number", "PatientID (0010,0020)", "chart_number", "unit_number"), (("en", "MRN"), ("en", "medical record number"), ("en", "hospital number"), ("en", "MR#")), tokens=("MRN{}", "MRN_{}_D0")),
    Form("H", "patient number, European", shaped("+#######", "00########", "+#####/##", "###+####", "+######-#"), ("Patientennummer", "PatNr", "IPP", "NHC", "numero_historia_clinica", "numero_cartella_clinica", "patiëntnummer", "nr_processo_clinico", "nr_kartoteki", "journalnummer", "patientnummer", "KIS-Patienten-ID", "N° dossier patient"), (("de", "Patientennummer"), ("de", "Pat.-Nr."), ("fr", "IPP"), ("es", "número de historia clínica"), ("es", "NHC"), ("it", "cartella clinica n."), ("nl", "patiëntnummer"), ("pt", "n.º do processo clínico"), ("pl", "numer kartoteki"), ("sv", "journalnummer"))),
    Form("H", "encounter", shaped("+########", "V#######", "00+#####", "FIN+######"), ("encounter_id", "Fallnummer", "visit_number", "numero_sejour", "num_episodio", "numero_ricovero", "opnamenummer", "csn", "Aufnahmenummer", "IEP"), (("en", "encounter number"), ("de", "Fallnummer"), ("fr", "numéro de séjour"), ("es", "número de episodio"), ("it", "numero di ricovero"), ("nl", "opnamenummer"))),
    Form("H", "HL7 identifier", shaped("+######^^^GENHOSP^MR", "00+####^^^&2.16.840.1.113883.19.4.6&ISO^MR"), ("PID-3", "PID-3 patient identifier list", "patient_identifier_list"), (("en", "PID-3"),)),
    # I: health plan beneficiary numbers
    Form("I", "US Medicare", registered.mbi, ("medicare_number", "MBI", "medicare_beneficiary_id", "hicn_mbi"), (("en", "Medicare number"), ("en", "MBI"))),
    Form("I", "US plan member", membership, ("member_id", "subscriber_id", "insurance_policy_no", "health_plan_id", "insurance_id", "IN1-36 policy number"), (("en", "insurance member ID"), ("en", "policy number"), ("en", "subscriber ID"))),
    Form("I", "DE insured number", registered.german_insured, ("KVNR", "Krankenversichertennummer", "Versichertennummer", "egk_nummer", "eGK-Versicherten-ID"), (("de", "KVNR"), ("de", "Versichertennummer"), ("de", "Krankenversichertennummer")), tokens=("KVNR_{}",)),
    Form("I", "AU Medicare", registered.medicare_australia, ("medicare_card_no", "medicare_card_number"), (("en", "Medicare card number"),)),
    Form("I", "ES health card", shaped("BBBB########+###", "CYLS########+###", "AN##########"), ("CIP_SNS", "tarjeta_sanitaria", "CIPA", "num_tarjeta_sanitaria", "NUHSA"), (("es", "tarjeta sanitaria"), ("es", "CIP"))),
    Form("I", "IT health card", shaped("8038000#############"), ("tessera_sanitaria", "num_tessera_sanitaria", "TEAM"), (("it", "tessera sanitaria"),)),
    Form("I", "PT health user", shaped("+########"), ("numero_utente", "n_utente_SNS", "num_utente_saude"), (("pt", "número de utente"), ("pt", "n.º de utente do SNS"))),
    Form("I", "NL policy", shaped("+########", "+######-##"), ("polisnummer", "verzekerdennummer", "relatienummer_zorgverzekeraar"), (("nl", "polisnummer"), ("nl", "verzekerdennummer"))),
    Form("I", "EU health card", shaped("80276#############+#", "80756#############+#"), ("EHIC", "european_health_insurance_card", "carte_europeenne_assurance_maladie", "EKUZ"), (("en", "EHIC number"), ("pl", "numer karty EKUZ"), ("fr", "carte européenne d'assurance maladie"))),
    Form("I", "CA Ontario card", shaped("+###-###-###-@@", "+#########@@"), ("OHIP", "health_card_number", "ohip_no", "HCN"), (("en", "OHIP number"), ("en", "health card number"))),
    # J: account numbers
    Form("J", "IBAN", registered.iban, ("IBAN", "bank_account", "Bankverbindung", "compte_bancaire", "cuenta_bancaria", "rekeningnummer", "conto_corrente", "nr_konta", "bankkonto"), (("en", "IBAN"), ("de", "IBAN"), ("nl", "rekeningnummer"), ("fr", "IBAN"), ("it", "IBAN"), ("pl", "nr konta"))),
    Form("J", "payment card", registered.card, ("credit_card", "card_number", "Kreditkarte", "carte_bancaire", "tarjeta_credito", "cc_no"), (("en", "credit card"), ("de", "Kreditkarte"), ("fr", "carte bancaire"))),
    Form("J", "billing account", shaped("+#######", "A+######-#", "4+######", "HAR-+######"), ("account_number", "billing_account", "guarantor_account", "hospital_account_id", "patient_account_no", "PID-18 account number", "Kontonummer", "invoice_account"), (("en", "billing account"), ("en", "patient account number"), ("de", "Kontonummer"), ("sv", "kontonummer"))),
    # K: certificates and licences
    Form("K", "US NPI", registered.npi, ("npi", "NPI", "ordering_provider_npi", "attending_npi"), (("en", "NPI"), ("en", "provider NPI"))),
    Form("K", "US DEA", registered.dea, ("dea_number", "DEA", "prescriber_dea"), (("en", "DEA number"), ("en", "DEA no."))),
    Form("K", "driving licence", shaped("@####-#####-#####", "@+######", "@@@@@@######@@+@@", "B###@#######+", "@############"), ("drivers_license", "Führerscheinnummer", "permis_de_conduire", "carnet_conducir", "patente_guida", "rijbewijsnummer", "nr_prawa_jazdy", "körkortsnummer", "driver_licence_no"), (("en", "driver's license"), ("de", "Führerscheinnummer"), ("fr", "permis de conduire"), ("it", "patente di guida"), ("nl", "rijbewijsnummer"))),
    Form("K", "doctor's licence, European", shaped("+########", "+######"), ("LANR", "lebenslange_arztnummer", "numero_colegiado", "num_ordine_medici", "BIG-nummer", "cedula_profissional", "legitimation_nr", "Arztnummer"), (("de", "LANR"), ("es", "n.º de colegiado"), ("nl", "BIG-nummer"), ("pt", "cédula profissional n.º"))),
    Form("K", "FR RPPS", registered.rpps, ("RPPS", "num_rpps", "rpps_prescripteur"), (("fr", "RPPS"), ("fr", "n° RPPS"))),
    Form("K", "PL medical licence", registered.polish_doctor, ("PWZ", "nr_pwz", "numer_prawa_wykonywania_zawodu"), (("pl", "nr PWZ"), ("pl", "PWZ"))),
    Form("K", "certificate", shaped("B-###/+###", "C#######", "####/+#####"), ("birth_certificate_no", "death_certificate_number", "Sterbeurkunde_Nr", "acte_de_deces_no", "marriage_certificate_no"), (("en", "death certificate no."), ("de", "Sterbeurkunde Nr."), ("en", "birth certificate number"))),
    Form("K", "medical licence", shaped("@+#####", "+######"), ("gmc_number", "medical_license_no", "state_license_number", "physician_license"), (("en", "GMC number"), ("en", "medical license no."))),
    # L: vehicles
    Form("L", "licence plate", plate, ("license_plate", "Kennzeichen", "immatriculation", "matricula_vehiculo", "targa", "kenteken", "matricula_carro", "nr_rejestracyjny", "registreringsnummer_bil", "vehicle_registration"), (("en", "license plate"), ("de", "Kfz-Kennzeichen"), ("fr", "plaque d'immatriculation"), ("it", "targa"), ("nl", "kenteken"), ("pl", "nr rejestracyjny"))),
    Form("L", "VIN", registered.vin, ("vin", "VIN", "Fahrgestellnummer", "vehicle_identification_number", "numero_telaio", "chassisnummer"), (("en", "VIN"), ("de", "Fahrgestellnummer"), ("it", "numero di telaio"))),
    # M: devices
    Form("M", "UDI", udi, ("udi", "UDI", "device_udi", "implant_udi", "unique_device_identifier"), (("en", "implant UDI"), ("de", "UDI des Implantats"), ("fr", "IUD du dispositif"))),
    Form("M", "serial number of an implant", shaped("@@@###+##", "PJN+#####", "+########", "RVX-+####@", "SN+######"), ("device_serial", "implant_serial_number", "Seriennummer_Schrittmacher", "pacemaker_sn", "numero_serie_implant", "num_serie_dispositivo", "serienummer_implantaat", "nr_seryjny_implantu", "port_serial_no"), (("en", "pacemaker serial number"), ("en", "port-a-cath serial no."), ("de", "Seriennummer des Herzschrittmachers"), ("fr", "numéro de série du défibrillateur"), ("es", "número de serie del marcapasos"), ("it", "numero di serie del pacemaker"), ("nl", "serienummer van de pacemaker"))),
    Form("M", "MAC", mac, ("mac_address", "device_mac", "MAC-Adresse", "monitor_mac"), (("en", "MAC address of the home monitor"), ("de", "MAC-Adresse des Geräts"))),
    Form("M", "IMEI", registered.imei, ("imei", "IMEI", "phone_imei"), (("en", "IMEI of the study phone"), ("de", "IMEI des Patientenhandys"))),
    Form("M", "insulin pump or infusion pump", shaped("NG+######@", "PAA######", "MMT-####-+####"), ("pump_serial_number", "infusion_pump_sn", "cgm_device_id"), (("en", "insulin pump serial number"), ("de", "Seriennummer der Insulinpumpe"))),
    # P: biometry
    Form("P", "fingerprint template", template, ("fingerprint_template", "fingerprint_hash", "Fingerabdruck", "empreinte_digitale", "huella_dactilar", "impronta_digitale", "vingerafdruk", "odcisk_palca"), (("en", "fingerprint template"), ("de", "Fingerabdruck-Template"), ("fr", "empreinte digitale enregistrée sous"))),
    Form("P", "iris or retina code", template, ("iris_code", "iris_template", "retina_scan", "Irisscan"), (("en", "iris code"), ("en", "retinal scan template"), ("de", "Iris-Code"))),
    Form("P", "voice print", shaped("VP-+#####", "voiceprint_+####.wav", "VB+######"), ("voiceprint_id", "voice_print", "Stimmabdruck", "voice_biometric_id"), (("en", "voiceprint"), ("de", "Stimmabdruck"))),
    Form("P", "face vector", lambda rng: rng.choice((hexed(rng, 32), base64.b64encode(rng.randbytes(30)).decode())), ("face_embedding", "facial_recognition_template", "face_id_hash", "gesichtserkennung_template"), (("en", "facial recognition template"),)),
    # Q: full-face pictures
    Form("Q", "file of a photograph", face, ("patient_photo", "face_photo", "Patientenfoto", "photo_visage", "foto_paciente", "foto_volto", "pasfoto", "portrait", "full_face_image", "zdjecie_twarzy"), (("en", "full-face photograph"), ("de", "Porträtfoto der Patientin"), ("fr", "photo du visage"), ("es", "foto del rostro"), ("en", "photo of the patient's face"))),
    Form("Q", "picture in line", picture, ("patient_photo", "photo", "face_image", "portrait_b64"), ()),
    # R: any other unique number
    Form("R", "pathology accession", shaped("S##-+####", "SP-##-+####", "H/####/##", "B##.+####", "E+####/####", "HP##-#####"), ("accession_number", "Befundnummer", "pathology_no", "numero_compte_rendu", "num_biopsia", "numero_istologico", "PA-nummer", "Histologienummer", "surgical_path_no", "Eingangsnummer_Pathologie"), (("en", "pathology accession"), ("en", "surgical pathology no."), ("de", "Histologie-Nr."), ("fr", "n° de compte rendu anatomopathologique"), ("it", "esame istologico n."), ("nl", "PA-nummer"), ("es", "biopsia n.º"))),
    Form("R", "imaging or lab accession", shaped("ACC+######", "+#########", "@@##+######", "R##-+#####"), ("AccessionNumber", "accession_no", "lab_order_number", "Auftragsnummer", "lab_order_id", "numero_demande", "num_peticion", "placer_order_number", "(0008,0050) AccessionNumber"), (("en", "accession number"), ("en", "lab order number"), ("de", "Auftragsnummer"), ("es", "número de petición"))),
    Form("R", "DICOM UID", uid, ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "study_instance_uid", "(0020,000D) StudyInstanceUID"), (("en", "StudyInstanceUID"), ("de", "StudyInstanceUID"))),
    Form("R", "GUID of a patient", guid, ("patient_guid", "patient_uuid", "Patient-GUID", "fhir_patient_id", "person_uuid"), (("en", "patient GUID"), ("en", "FHIR patient resource id"))),
    Form("R", "military or staff number", shaped("+#######", "@+#####", "##-+####"), ("employee_id", "Personalnummer", "veteran_id_number", "service_number", "matricule_agent", "student_id"), (("en", "employee ID"), ("en", "military service number"), ("de", "Personalnummer"))),
    Form("R", "prescription", shaped("RX+######", "7+######-#", "+#######"), ("rx_number", "prescription_no", "Rezeptnummer", "numero_receta", "numero_ricetta", "e-recepta"), (("en", "Rx number"), ("en", "prescription no."), ("de", "Rezeptnummer"), ("es", "receta n.º"))),
    Form("R", "registry number of a tumour register", shaped("NCR+######", "+########"), ("cancer_registry_number", "krebsregister_nummer", "tumor_registry_no", "kankerregistratienummer"), (("en", "cancer registry number"), ("de", "Krebsregisternummer"))),
    # decided before any run: what only a person who knows the circumstances could call an identifier
    Form("R", "trial subject", shaped("###-####", "0+-###", "1+##-###"), ("subject_id", "USUBJID", "randomisation_no"), (("en", "trial subject"),), tokens=("{}_C1D1",), contested="a trial's subject number is a pseudonym that the site can resolve, others cannot"),
    Form("R", "biobank sample", shaped("BB+#####", "##/BM/+###"), ("biobank_id", "sample_id"), (), tokens=("{}",), contested="a code of a biobank: a pseudonym, or derived from a record number; its form does not tell"),
    Form("M", "serial number of a cytometer", shaped("V+#######", "R+##########"), ("cytometer_serial", "CYTNUM"), (("en", "cytometer serial"),), contested="an instrument of the laboratory says nothing of one patient"),
    Form("B", "hospital", lambda rng: rng.choice(("Klinikum Weserbergland", "Hôpital Saint-Ambroise", "Ospedale San Camillo", "Mercy Prairie Medical Center", "Szpital Wojewódzki", "Akademiska sjukhuset")), ("hospital", "institution_name", "Krankenhaus"), (("en", "hospital"),), contested="the standard itself asks for the institution"),
    Form("B", "first three figures of a ZIP code", shaped("###"), ("zip3",), (), contested="allowed where more than 20,000 people live, which a file does not tell"),
)  # fmt: skip

# Sentences in which a number stands beside the word for it
LABELLED = {
    "en": ("Patient ({0} {1}) consented to sequencing.", "{0}: {1}, relapsed after ASCT.", "Copied from the chart, {0} {1}, day 28 marrow.", "Matched to {0} {1} by the study nurse.", "Please note {0} = {1} for follow-up."),
    "de": ("Patientin mit {0} {1}, Verlaufskontrolle.", "{0}: {1}; Knochenmark zytologisch in Remission.", "Zuordnung über {0} {1} erfolgt.", "Probe zu {0} {1} erneut gemessen."),
    "fr": ("Patient suivi en hématologie, {0} {1}.", "{0} : {1}, myélogramme de contrôle.", "Rapproché du dossier ({0} {1}) par l'ARC."),
    "es": ("Paciente con {0} {1}, en remisión completa.", "{0}: {1}. Segundo aspirado.", "Muestra asociada a {0} {1}."),
    "it": ("Paziente, {0} {1}, in remissione.", "{0}: {1}, controllo a tre mesi.", "Campione associato a {0} {1}."),
    "nl": ("Patiënt met {0} {1}, in remissie.", "{0}: {1}; beenmerg opnieuw afgenomen.", "Monster gekoppeld aan {0} {1}."),
    "pt": ("Doente com {0} {1}, em remissão.", "{0}: {1}, medula repetida.", "Amostra associada ao {0} {1}."),
    "pl": ("Pacjent, {0} {1}, remisja całkowita.", "{0}: {1}; ponowna biopsja szpiku.", "Próbka powiązana: {0} {1}."),
    "sv": ("Patient med {0} {1}, i remission.", "{0}: {1}, nytt benmärgsprov.", "Provet kopplat till {0} {1}."),
}  # fmt: skip
