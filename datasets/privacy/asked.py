"""What the name of a column asks for, in the languages of the hospitals that ship data."""

from clinicell.datasets.privacy import plates, postcodes, prints
from clinicell.datasets.privacy.key import Key
from clinicell.datasets.privacy.wordlist import listed

# Of persons and their papers: a code under such a name is a person's, whatever else the name says.
_OF_PERSONS = listed("""
    patient patients patienten patientin paciente pacient pacjent paziente potilas pasient hasta person persons
    subject participant individual proband donor donors donneur spender donante donatore member employee staff
    personnel personal nurse physician doctor clinician relative mother father spouse sibling twin kin contact
    citizen resident insured beneficiary holder owner user consent hospital clinic ward record chart hosp visitnr
    admission encounter visit stay episode passport certificate registry register national identity identification
    social insurance military soldier veteran student prisoner inmate badge pupil client customer family household
    birth death obituary referral prescription ausweis pass personalnummer mitarbeiter versicherten sterbe geburts
    urkunde sterbeurkunde rezept krebsregister identitat identificacion identite identita extranjero funcionario
    afiliado hearing stent pump pumpe prosthesis wearable cgm defibrillator cochlear handset smartphone paypal
    tarjeta carte tessera legitymacja dowod paszport paszportu recepta rezeptnummer bsn tutor guardian witness
    """)
_FACES = listed("""
    fingerprint fingerprints finger fingerabdruck empreinte empreintes huella huellas impronta impronte vingerafdruk
    fingeravtryck fingeraftryk fingeravtrykk odcisk palca otisk ujjlenyomat sormenjalki thumbprint palm palmprint
    handprint footprint earprint ear vein veins gait iris irisscan iriscode retina retinal netzhaut voiceprint voice
    stimme stimmabdruck stimmprofil vocal voix voz voce stem rost facial faceid facevector faceprint face gesicht
    gesichts gesichtserkennung visage biometric biometrics biometrie biometrico biometrique minutiae minutien dactilar
    dactilaire digitale keystroke
    """)
_BODIES = listed("""
    print prints template templates code codes scan scans id hash vector vectors embedding embeddings recognition
    erkennung reconnaissance reconocimiento riconoscimento signature abdruck profil profile sample key ref minutiae
    vocal digitale dactilar dactilaire record geometry pattern pulcar palca number no nr data no
    """)
_SELF = listed("""
    fingerprint fingerprints fingerabdruck huella huellas impronta impronte vingerafdruk fingeravtryck fingeraftryk
    fingeravtrykk ujjlenyomat sormenjalki thumbprint palmprint handprint earprint irisscan iriscode voiceprint
    stimmabdruck stimmprofil faceid facevector faceprint gesichtserkennung minutiae minutien biometric biometrics
    biometrie biometrico biometrique gait
    """)
_CHEMICAL = listed("drug molecular morgan ecfp chemical gene pathway compound maccs smiles tissue dataset bits")
_PICTURES = listed("""
    photo photos photograph portrait face faces picture pictures headshot selfie foto fotos fotografia bild bilder
    lichtbild visage cara volto mugshot avatar passfoto passbild snapshot zdjecie valokuva kep
    """)
_PLATES = listed("""
    rejestracyjny rejestracyjna rejestracja rejestracyjnego registreringsnummer registreringsnumber rendszam spz rz
    plaka kilpi rekisterinumero rekisterikilpi immat immatriculation kennzeichen kenteken targa nummernschild kfz
    nummerplade nummerplate nrplate carplate autokennzeichen matriculacion numberplate licenseplate licenceplate
    ecv placa taxi
    """)
_CARS = listed("vehicle car auto coche carro voiture bil automobile truck van motorcycle motorbike fahrzeug pojazd")
_CAR_NUMBERS = listed("plate plates registration reg registreringsnummer matricula number nr no rejestracyjny tag")
_PLATE = listed("plate plates reg tag licence license")
_RESIDENCES = listed("""
    miasto miejscowosc miejsce wies zamieszkania urodzenia kommun kommune kotikunta bostadsort hemort bosted byen stad
    mesto obec bydliste varos telepules lakhely oras localitate domiciliu sehir ilce semt grad opcina naselje
    birthplace hometown residence borough suburb hamlet locality kreis bezirk stadtteil quartier barrio freguesia
    concelho frazione wijk buurt parish lugar lieu luogo bairro provincia powiat gmina okres okreslo kraj wojewodztwo
    plaats plus_code geohash what3words tract council census neighbourhood neighborhood quartier
    """)
_PLACE_OF = listed("place lieu lugar luogo ort local sted plats miejsce misto hely location town city")
_OF_LIFE = listed("birth born residence death living home naissance nacimiento nascita nascimento geburts urodzenia "
                  "narozeni fodested")  # fmt: skip
_POSTAL = listed("""
    zip zipcode postal postcode postleitzahl plz eircode cep postnummer postnr pocztowy pocztowego psc iranyitoszam
    postinumero cap postalcode postcodes posta pincode codigopostal
    """)
_NAMES = listed("name names naam nombre nome navn namn nom nazwa imie jmeno nev nume nimi ad adi isim ime emer")
_WHOSE = listed("""
    native own full legal maiden middle first last given family birth alias nick real preferred patient pt donor
    subject mother father parent guardian spouse next kin contact doctor physician nurse gp referrer user pila complet
    completo komplett entier familie geboorte pacjenta pacienta paciente paziente potilaan hasta owner of caregiver
    interpreter witness signatory sender
    """)
_ALONE = listed("""
    surname forename lastname firstname fullname middlename nickname nachname vorname familienname rufname geburtsname
    apellido apellidos cognome prenom prenoms patronyme achternaam voornaam roepnaam sobrenome apelido efternamn
    fornamn tilltalsnamn nazwisko imie imiona prijmeni jmeno vezeteknev keresztnev csaladnev etunimi sukunimi efternavn
    fornavn etternavn soyad soyadi adsoyad isim prenume prezime uzvards pavarde vardas perekonnanimi eesnimi
    guardian spouse witness interpreter caregiver signatory referrer
    """)
_THINGS = listed("""
    file gene sample drug cell tissue channel marker dataset column feature assay protein antibody compound variable
    model project study cluster experiment tube plate well panel instrument kit software tool protocol disease type
    species organism strain line reagent specimen library batch run sheet table field parameter stain method pathway
    """)


def asks_for_persons(key: Key) -> bool:
    """Whether a name speaks of persons and their papers."""
    return key.has_one(_OF_PERSONS)


def asks_for_biometry(key: Key) -> bool:
    """Whether a name asks for what a body leaves as a code."""
    is_body = key.has_one(_SELF) or (key.has_one(_FACES) and key.has_one(_BODIES))
    return (is_body and not key.has_one(_CHEMICAL)) or prints.asks_for_print(key)


def asks_for_picture(key: Key) -> bool:
    """Whether a name asks for a photograph."""
    return key.has_one(_PICTURES)


def asks_for_plate(key: Key) -> bool:
    """Whether a name asks for the plate of a vehicle."""
    is_of_car = key.has_one(_CARS) and key.has_one(_CAR_NUMBERS)
    return (
        plates.asks_for_plate(key)
        or key.has_one(_PLATES)
        or is_of_car
        or (key.has("plate") and key.has("reg", "license", "licence", "registration"))
    )


def may_ask_for_plate(key: Key) -> bool:
    """Whether a name may ask for the plate of a vehicle, or for one of a laboratory."""
    return key.has(*_CARS, *_PLATE)


def asks_for_residence(key: Key) -> bool:
    """Whether a name asks for a place where people live, smaller than a state."""
    return key.has_one(_RESIDENCES) or (key.has_one(_PLACE_OF) and key.has_one(_OF_LIFE))


def asks_for_postcode(key: Key) -> bool:
    """Whether a name asks for a postal code."""
    return key.has_one(_POSTAL) or postcodes.asks_for_code(key)


def asks_for_name(key: Key) -> bool:
    """Whether a name asks for the name of a person."""
    if key.has_one(_ALONE):
        return not key.has_one(_THINGS)
    return key.has_one(_NAMES) and key.has_one(_WHOSE) and not key.has_one(_THINGS)
