# ruff: noqa: E501 - a line is one list
"""How identifiers are named, written and spoken of in Germany, Austria and the Netherlands; all values are invented."""

DE = """
first Friedhelm Annegret Björn Käthe Torsten Ulrike Wolfgang Heidrun Jannik Roswitha Detlef Sieglinde Şenay Lutz Marlies
last Hinterhuber Grünewald Oberpichler Schimmelpfennig Weißmann von Tannenfels Yıldırım-Krause Kötterheinrich Brüggemann Zwickl Pfannenstiel Ostermayer Lüdenscheidt Riedmüller Achatz
towns Quakenbrück|Bad Tölz|Wuppertal-Elberfeld|Gmunden|Schwäbisch Hall|Neustrelitz|Idar-Oberstein|Görlitz|Wismar|Bludenz
streets Lindenallee 14a|Am Kirchberg 7|Goethestr. 112, Hinterhaus|Birkenweg 3, 2. OG|Postfach 10 04 22
months Januar Februar März April Mai Juni Juli August September Oktober November Dezember
mails klinikum-nordheide.de uk-alpenrand.at gmx.de web.de
@name
k Patient | Nachname | Name, Vorname | Patientenname | Pat_Name | Vorname
v {last}, {first} | {first} {last} | {last} {first} | Herr {last} | {LAST}, {F}.
u {last}, {first} | Frau {first} {last}
s Wir berichten über o. g. Patientin, Frau {last}. | Herr {first} {last} wurde aufgeklärt und stimmte zu. | Knochenmark von Pat. {last}, {first} kam zu spät an. | Fr. {last} klagt über Nachtschweiß und B-Symptomatik.
t {last}_{first}_KM | HNO-{last}-T1 | {F}{last}_PB
@kin
k Hausarzt | Einsender | zuständiger Arzt | Ehepartner | Befunder
v Dr. med. {first} {last} | OÄ Dr. {last} | {first} {last} (Ehefrau) | PD Dr. {F}. {last}
s gez. OA Dr. {last} | Rücksprache mit der Tochter, Frau {first} {last}. | Vidiert: Prof. Dr. {first} {last}
@street
k Anschrift | Straße | Adresse
v {street} | {street}, {town}
u {street}, {town}
s wohnhaft {street}, {town} | Versand an Privatadresse: {street}
@town
k Wohnort | Ort | Geburtsort | Landkreis
v {town} | {town}
s Der Patient lebt allein in {town}. | Zuweisung aus dem Kreiskrankenhaus {town}.
t KM_{town}_02
@postal
k PLZ | plz_wohnort | Postleitzahl
v 2#### | D-5#### | A-6###
s Einzugsgebiet PLZ 49###. | zugezogen aus D-0#### im Vorjahr
@birth
k Geburtsdatum | geb_dat | Geb.-Datum | geboren
v {bd}.{bm}.{by} | {bd}.{bm}.{byy} | {by}-{bm}-{bd} | {bd}. {bMon} {by}
s geb. am {bd}.{bm}.{by}, Z. n. Mamma-Ca. | *{bd}.{bm}.{byy}, ED einer AML | geboren {bd}. {bMon} {by}
t {by}{bm}{bd}_KM
@day
k Entnahmedatum | OP-Datum | Aufnahmetag | Todesdatum | Eingang
v {dd}.{mm}.{yyyy} | {d}.{mm}.{yy} | {yyyy}-{mm}-{dd} | {dd}. {Mon} {yyyy} | {dd}.{mm}.{yyyy} 08:35
u {dd}.{mm}.{yyyy} | {dd}. {Mon} {yyyy}
s KM-Punktion am {dd}.{mm}.{yy}: punctio sicca. | stationär vom {d}.{mm}. bis zur Verlegung | verstorben im {Mon} {yyyy} zu Hause | Z. n. Whipple-OP {dd}. {Mon} {yyyy}
t KM_{dd}{mm}{yyyy} | {yyyy}-{mm}-{dd}_Tonsille
@age
k Alter | alter_jahre | Alter bei ED
v {old} | {old} J. | {old} Jahre
s {old}-jährige Patientin in gutem AZ. | Pat. ({old} J.) wünscht keine Therapie.
@phone
k Telefon | Tel. | Handy | Mobil
v 030 23125 ### | 0171 39200## | +49 89 99998 ### | 040/66969-###
u +49 30 23125 ### | 0171/39200##
s tel. erreichbar unter 030/23125###. | Handy 0171-39200##, bitte abends.
@fax
k Fax | Telefax | Faxnr
v 030 23125-### | +49 221 4710 ###
u Fax: 030 23125-###
s Befund vorab per Fax an 0221-4710###. | Telefax 069/90009-###
@mail
k E-Mail | Mail | email_patient
v {lower.}@{mail} | {f}.{lower}@{mail}
u {lower.}@{mail}
s Rückfragen an {lower.}@{mail}. | Aufklärungsbogen kam von {f}.{lower}@{mail}
@national
k Steuer-ID | RVNR | Sozialversicherungsnummer | SVNR
v {rvnr} | ## {bd}{bm}{byy} @ ### | {steuer}
u {rvnr}
s Rentenversicherungsnr. {rvnr} liegt vor. | Steuer-ID {steuer}
t {rvnr}
@mrn
k Patientennummer | PatNr | Fallnummer | PID | SAP-Nr
v 00######## | ####### | PID-####### | F-########
u PatNr. 00########
s Fallnr. 00########, IK gemeldet. | SAP-Nr. ####### (Altakte im Archiv)
t PID#######_KM | Fall_00########
@plan
k Versichertennummer | KVNR | Krankenkassen-Nr
v {kvnr} | {kvnr}
u KVNR {kvnr}
s gesetzlich versichert, KVNR {kvnr}. | Vers.-Nr. {kvnr} auf eGK gelesen
@account
k IBAN | Kontonummer | Rechnungskonto
v {iban_de} | ########## | {iban_de_}
u {iban_de_}
s Erstattung auf {iban_de_}. | Selbstzahler, Konto ########## bei der Sparkasse
@licence
k Führerschein-Nr | LANR | Approbation
v B072@@@##@## | #########
s Führerscheinnummer B072@@@##@## (Fahrverbot). | LANR 8####### auf dem Stempel
@plate
k Kennzeichen | KFZ-Kennzeichen | Fahrgestellnummer
v B-@@ #### | OS-@ ### | WVWZZZ1@Z@W######
s Verkehrsunfall mit PKW M-@@ ####. | RTW-Kennzeichen HB-@@ ###
@device
k Schrittmacher-SN | Implantat_Seriennr | Seriennummer Port
v SN: ######## | PM@#######
s Herzschrittmacher (SN PM@#######) abgefragt. | Hüft-TEP links, Seriennummer ########
@url
k Webseite | Befundportal
v https://portal.klinikum-nordheide.de/befund/######## | https://www.{lower}-familie.de/blog
u https://portal.klinikum-nordheide.de/befund/########
s Bilder unter https://pacs.uk-alpenrand.at/v/#######. | Spendenaufruf: www.betterplace.org/de/{lower}-hilfe
@ip
k IP-Adresse | ip_patient
v {ip} | {ip6}
u {ip}
s Tagebuch übermittelt von {ip}. | Einwilligung online, IP {ip6}
@print
k Fingerabdruck | Irisscan_ID
v {hex:32} | {b64:40}
s Fingerabdruck-Template {hex:20} hinterlegt. | Stimmprofil SP-{hex:10} gespeichert
@photo
k Patientenfoto | Lichtbild | Gesichtsfoto
v {lower}_gesicht.jpg | Foto_{LAST}.png | DSC0####.JPG
s Fotodokumentation Gesicht: {lower}_frontal.jpg. | Passfoto {lower}.png in der Akte
t Gesicht_{lower}
@case
k Histo-Nr | Eingangsnummer | Journalnummer | E-Nummer
v H{yyyy}.##### | E/{yyyy}/###### | J-Nr. #####/{yy} | H/{yyyy}/#####
s Histologie J-Nr. #####/{yy}: MALT-Lymphom. | Nachbefundung zu E/{yyyy}/######
t Histo_H{yy}-#####_1A
@pass
k Personalausweis | Reisepass | Personalnummer | ausweis_nr
v L01X00T## | C01@####@# | P-Nr. 00######
s Ausweis-Nr. L0@@0#@## geprüft. | Pers.-Nr. 00###### (Mitarbeiterspende)
"""

NL = """
first Joost Marieke Thijs Hendrika Sjoerd Annelies Wouter Femke Maarten Geertruida Koen Saskia Ruben Tjitske Bram
last van den Heuvelink Dijkgraaf de Ruijterman Hoogeveen ter Braakhuis Zuiderwijk Oosterhof Kloosterboer Vermeulenberg Schaapsma van 't Zand Postma Brinkerink Nagtegaal Wiersinga
towns Appelscha|Bergen op Zoom|Harderwijk|Winschoten|Oudewater|Zierikzee|Venray|Dokkum|Gorinchem|Tiel
streets Prinsengracht 412-II|Kerkstraat 8|Dorpsweg 101a|Van Speijkstraat 33 hs|Noordeinde 5
months januari februari maart april mei juni juli augustus september oktober november december
mails ziekenhuis-waterland.nl hetnet.nl umc-oost.nl
@name
k patiëntnaam | naam | Achternaam | voornaam
v {last}, {first} | {F}. {last} | {first} {last} | Mw. {last}
u Mw. {F}. {last} | Dhr. {first} {last}
s Mw. {last} kwam op de polikliniek hematologie. | Beenmerg van dhr. {first} {last} is hemodiluut. | Pt {last}, {first} ziet af van verdere behandeling.
t {lower}_{f}_beenmerg | PB_{lower}
@kin
k huisarts | behandelaar | contactpersoon | echtgenote
v dr. {F}. {last} | {first} {last}
s Huisarts {last} gebeld. | Contactpersoon is zoon {first} {last}. | w.g. dr. {F}. {last}, patholoog
@street
k adres | straat_huisnr
v {street} | {street}, {town}
u {street}, {town}
s Woont {street} te {town}. | monster opgehaald op {street}
@town
k woonplaats | gemeente | geboorteplaats
v {town}
s Melkveehouder uit {town}. | Overgeplaatst vanuit {town}, streekziekenhuis.
@postal
k postcode | pc6
v ##1# @@ | 3###@@ | 7#4#
s postcode 9#2# @@, aardbevingsgebied | PC 3### @@
@birth
k geboortedatum | geb.datum | gebdat
v {bd}-{bm}-{by} | {bd}/{bm}/{byy} | {by}{bm}{bd}
s geb. {bd}-{bm}-{by}, CLL sinds jaren. | geboren op {bd} {bMon} {by}
t {by}{bm}{bd}_bm
@day
k afnamedatum | opnamedatum | datum biopsie | overlijdensdatum
v {dd}-{mm}-{yyyy} | {d} {Mon} {yyyy} | {yyyy}-{mm}-{dd}
u {dd}-{mm}-{yyyy}
s Botbiopt d.d. {dd}-{mm}-{yy}: geen infiltratie. | Overleden op {d} {Mon} {yyyy}. | start venetoclax {Mon} {yyyy}
t PB_{dd}{mm}{yy}
@age
k leeftijd | leeftijd_jaar
v {old} | {old} jr
s {old}-jarige vrouw met anemie. | patiënt is {old} jaar oud
@phone
k telefoon | mobiel | telnr
v 06-4####### | 020-7## #### | +31 30 75# ####
u +31 6 4#######
s Bereikbaar op 06-4#######. | tel. 058-2## ####, na 18 uur
@fax
k fax | faxnummer
v 030-75# #### | +31 50 36# ####
u fax 030-75# ####
s Uitslag gefaxt naar 050-36# ####. | fax: 030-75# ####
@mail
k e-mailadres | email
v {lower.}@{mail} | {f}.{lower}@{mail}
u {lower.}@{mail}
s Mail naar {f}.{lower}@{mail}. | vragenlijst retour via {lower.}@{mail}
@national
k BSN | burgerservicenummer
v {bsn} | {bsn}
u BSN {bsn}
s BSN {bsn} gecontroleerd. | burgerservicenr. {bsn} op aanvraag
t {bsn}_bm
@mrn
k patientnummer | ZIS_nr | dossiernr
v ####### | 1###### | P-#######
u patiëntnr. #######
s Patiëntnummer ####### in HiX. | dossier nr. 1######, oude status
t pat#######_PB
@plan
k polisnummer | verzekerdenummer
v ########## | UZOVI 7### / #########
s Verzekerd, polisnr. ##########. | verzekerdenr. ######### bij basispakket
@account
k IBAN | rekeningnummer
v {iban_nl} | {iban_nl_}
u {iban_nl_}
s Reiskosten op {iban_nl_}. | rek.nr. {iban_nl}
@licence
k rijbewijsnummer | BIG_nummer | AGB
v 5######### | ###########
s Rijbewijs nr. 5#########. | BIG-nummer ########### arts
@plate
k kenteken | nummerbord
v @@-###-@ | ##-@@@-# | @-###-@@
s Ongeval, auto met kenteken @@-###-@. | ambulance kenteken ##-@@@-#
@device
k pacemaker_serienr | implantaat_sn
v SN@####### | ########
s Pacemaker serienummer SN@#######. | knieprothese, serienr. ########
@url
k website | portaal
v https://mijn.ziekenhuis-waterland.nl/dossier/####### | https://{lower}.blogspot.nl
u https://mijn.ziekenhuis-waterland.nl/dossier/#######
s Zie https://mijn.ziekenhuis-waterland.nl/dossier/#######. | steunactie.nl/actie/{lower}
@ip
k ip_adres | ip
v {ip}
u {ip}
s Vragenlijst verstuurd vanaf {ip}. | ingelogd met IP {ip}
@print
k vingerafdruk | irisscan
v {hex:32} | VA-{hex:10}
s Vingerafdruk opgeslagen als VA-{hex:10}. | stemafdruk {hex:16}
@photo
k pasfoto | foto_gelaat
v {lower}_gelaat.jpg | IMG_####.jpg
s Foto van het gelaat: {lower}_gelaat.jpg. | pasfoto {lower}.png toegevoegd
@case
k PA_nummer | T-nummer | labnr
v T{yy}-##### | PA{yyyy}-#### | B{yy}-######
s PA-verslag T{yy}-#####: folliculair lymfoom. | labnr. B{yy}-###### nabepaling
t PA_T{yy}-#####
@pass
k paspoort | personeelsnummer
v NP@#####@# | ######
s Paspoort NP@#####@# getoond. | ID-kaart IX@@#####
"""
