"""Plates, bodies, ages, postal codes, streets, photographs and cases as hospitals of 14 locales write them."""

import pytest

from clinicell.datasets.privacy.cases import is_case
from clinicell.datasets.privacy.key import Key, key_of
from clinicell.datasets.privacy.rules import AGE, BIOMETRIC, CODE, PHOTO, PLACE, VEHICLE
from clinicell.datasets.privacy.text import codes_of, may_be_number

PLATE_KEYS = """
license_plate=7KXD412|vehicle_reg=KX19 ZPL|reg_no=MH 12 DK 4417|car_number=KA05MH2290|Kennzeichen=HD-KM 4471
kfz_kz=M-XY 12
amtl_kennzeichen=B AB 1234|immatriculation=GH-482-KT|plaque_immat=4471 XB 75|no_immat=AB-123-CD
matricula_coche=4471 KZP
placa_vehiculo=8812BCD|placa_do_carro=KWX4D21|placa=KWX-4421|targa=GK 482 PT|targa_auto=AB123CD|kenteken=XK-12-PB
nummerbord=12-XKB-4|nr_rej=WA 4471K|numer_rejestracyjny=KR 1X234|tablica_rejestracyjna=PO12345|regnr=KXP 41G
registreringsnummer=ABC123|bilnummer=DEF 45G|plaka=34 KXP 412|plaka_no=06AB1234|arac_plakasi=35 ZC 4471
raqm_lawha=4471 KXD
lawhat_sayyara=Dubai K 44712|nambaa_pureto=Shinagawa 330 sa 12-47|sharyo_bango=Osaka 500 a 44-71|chepaihao=Jing A44K71
chepai=京A·44K71|che_pai_hao=Hu B 12K45|tagKenteken=TK-482-P|plate=KX19 ZPL|vrm=KX19ZPL|regnummer=ABC 12G
paizhaohao=Jing A44K71|autokennz=HD-KM 44|vehicle_plate_number=DL 3C AB 1234
"""
PLATE_TOLD = """
She parked in bay 4, plate KX19 ZPL.|car reg. no. MH12DK4417 on the visitor log|drives a red Honda, 7KXD412
PKW HD-KM 4471 auf dem Klinikparkplatz
Kfz-Kennzeichen M XY 1234 notiert|voiture GH-482-KT garée devant l'entrée|plaque d'immatriculation 4471 XB 75
matrícula 4471 KZP del coche
aparcó el coche (8812 BCD) en urgencias|placa do carro KWX4D21|estacionou o carro KWX-4421|targa GK 482 PT
macchina targata GK482PT
kenteken XK-12-PB|auto met nummerbord 12-XKB-4|nr rej. WA 4471K|samochód o numerze KR 1X234 na parkingu
bilen ABC 12G stod parkerad
reg.nr DEF 456|34 KXP 412 plakalı araç|aracının plakası 06 AB 1234|sayyara raqm 4471 KXD
lawhat al-sayyara Dubai K 44712
kuruma: Shinagawa 330 sa 12-47|nambaa pureeto Osaka 500 a 44-71|chepai Jing A44K71|che pai hao: Hu B12K45
"""
PLATE_KEYS_NOT = "plate=P2-1|plate=plate_3|car=CD19-28z|vehicle=DMSO 0.1 %|reg=none|plate=AB12|tag=FLAG|auto=yes"
PLATES_NOT = """
the 96-well plate AB12 was read twice|plate 3, well A12|parked cells at -80|car T cells CD19 CAR 4-1BB
tau plaques, CERAD score 3
vehicle control DMSO 0.1 %|auto-gated with FlowJo 10.8|CAR-T 4-1BB infusion day 28
plates incubated at 37 C with 5 % CO2|che 2 di 5 campioni
"""
PRINT_KEYS = """
fingerprint=FP-4471-KX|thumb_print=right loop 12 ridge|Fingerabdruck=MIN:4471;88|huella_dactilar=a4471f88
huella=HD/882
empreinte_digitale=EMP88213|empr_vocale_empreinte=V88 12|impronta_digitale=ID-88213|vingerafdruk=VA44
odcisk_palca=OP 8821 K
fingeravtryck=FA88x12|parmak_izi=PI-88213|impressao_digital=IMP-8821|basmat_isba=B88213|shimon=SM8821k
zhiwen_id=88213471
iris_code=a81f|irismuster=IR 88 21|iris_kodu=99a1|codigo_iris=IC-881|teczowka_kod=T8821|retina_scan=RS-12/88
netzhautscan=NS12
voiceprint=VP88213|stimmprofil=ST-12-88|huella_vocal=HV12|stemprofiel=SP88|odcisk_glosu=OG-12|rostprofil=RP88
ses_izi=S12-88
basmat_sawt=BS1288|seimon=SE1288|shengwen=SW12|face_template=0.12;0.44;0.91|gesichtsvektor=[0.12, 0.88]
plantilla_facial=PF12
gabarit_visage=GV-12|template_volto=TV88|gezichtsprofiel=GP12|szablon_twarzy=ST12|ansiktsmall=AM12|yuz_sablonu=YS12
wajh_template=W12
gait_pattern=G-12-88|gangmuster=GM12|marcha_patron=MP12|signature_template=SG1288|unterschrift_scan=US12
palm_vein_code=PV12
palmprint_hash=9f41|venenmuster=VM12|biometric_ref=BR12|biom_template=BT12|dactilaire_ref=DR12
handgeometrie_code=HG12|fp_hash=9f41ac02|voice=VX-4471-ab|stimme=ST-4471-ab|sprachprofil=SP 44|iride_scan=IS-12
"""
PRINT_NOT = """
fingerprint=not collected|Fingerabdruck=nein|huella_dactilar=sí|odcisk_palca=nie|iris_color=brown
morgan_fingerprint=1024
gene_signature=IFNG6|fingerprint_count=10|retina_sample=yes|voice=hoarse|face_mask=yes|gait=ataxic
fingerprint_taken=1|sbs_signature=SBS12
"""
PRINT_TOLD = """
Fingerprint on file FP-4471-KX.|Fingerabdruck hinterlegt unter MIN-4471|huella dactilar: HD-88213
empreinte digitale enregistrée EMP88213
impressão digital IMP-88213|impronta digitale ID-88213|vingerafdruk VA-88213 opgeslagen|odcisk palca nr OP-88213
fingeravtryck FA-88213
parmak izi PI-88213|basmat al-isba B-88213|shimon SM-88213|zhiwen ZW-88213|iris scan IR-88213
szablon twarzy ST-88213|rostprofil RP-88213
"""
AGE_TOLD = """
93-year-old|aged 93|93 y/o woman|F/93 with anaemia|93/M, smoker|a lady of 93.|in her nineties|91st birthday
93 yrs 4 mths|93y 4m
Alter: 93|die 93-jährige Patientin|93 J., w|Patientin (93)|dreiundneunzig Jahre alt|91. Geburtstag
im 94. Lebensjahr|93 Jahre 4 Monate
âgée de 93 ans|93a 4m, femme|quatre-vingt-treize ans|son 93e anniversaire|âge 93|93 ans et 4 mois|nonagénaire
paciente de 93 años|edad 93|noventa y tres años|93.º cumpleaños|93 años y 4 meses|varón de 93 a.|nonagenaria
paciente de 93 anos|idade: 93|noventa e três anos|93º aniversário|93 anos e 4 meses|93a 4m|idade 93a
paziente di 93 anni|età 93|novantatré anni|novantatreenne|93enne|93 anni e 4 mesi|93° compleanno
93-jarige vrouw|leeftijd 93|drieënnegentig jaar|93 jr. oud|93e verjaardag|93 jaar en 4 maanden
pacjentka lat 93|93-letnia kobieta|wiek: 93|dziewięćdziesiąt trzy lata|93 r.ż.|dziewięćdziesięciotrzyletni
93. urodziny|93 lata i 4 miesiące
93-årig kvinna|ålder 93|nittiotre år|93-åring|93-årsdag|93 år och 4 månader|kvinna, 93 år
93 yaşında kadın|yaş 93|doksan üç yaşında|93. yaş günü|93 yıl yaşı 93|hasta 93 yaşındaydı|93 yaş 4 ay
93 sana|'umr 93|thalatha wa tis'in sana|93 'aman|umruha 93|93-sai|kyujusan-sai|nenrei 93|93 sui|jiushisan sui
nianling: 93
age 90-94|Altersgruppe 95-99 Jahre|edad 90 a 94|âge : 90-94 ans|wiek 90–94|ålder 90-94|leeftijd 90 tot 94|age >= 91
aged 95 or older|Alter über 93: 94
"""
AGE_NOT = """
aged 90+|age >89|age ≥90|90 years or older|90 Jahre oder älter|90 ans ou plus|90 anos ou mais|90 lat i więcej
90 yaş ve üzeri|90 år eller äldre
93 % blasts|93 cells|viability of 93 %|day 93|93 samples|CD91|chr9:93-95|at 95 °C for 5 min|89 years|8-12 years
a 64-year-old|93 donors
95% CI 90-94|score 91-95|age 60-69|91 of 100 cells|passage 93|volume 93 ml|10 to 93 reads|93 ng/ul|9.3 years
plate 93|week 93|he 93 genes
"""
AGE_KEYS = """
age=93|Alter=93 J.|âge=93 ans|edad=93 a|edad_anos=93|idade=93a|eta=93 anni|età_anni=93|leeftijd=93 jr|wiek=93 l.
wiek_lat=93|ålder=93 år|yas=93
yaş=doksan üç|umr=93|omr=thalath wa tis'un|nenrei=93-sai|nianling=93 sui|age=90-94|age_band=90-94|age_group=95+
Altersgruppe=90-94|tranche_age=90-94 ans
grupo_edad=91-95|faixa_idade=90 a 94|fascia_eta=90-94|leeftijdsgroep=90-94|przedzial_wiek=90-94|aldersgrupp=90-94
yas_grubu=90-94|age=ninety-two|age=92y 3m
age=91;4|age_at_diagnosis=93.4|age=> 91|age=>=91|age=91 or older|Alter=einundneunzig|edad=noventa y dos
eta=novantuno|leeftijd=eenennegentig|wiek=dziewięćdziesiąt dwa
"""
AGE_KEYS_NOT = """
age=90+|age=>89|age=>=90|age=≥90|age_band=90+|age=90 or older|Altersgruppe=90 und älter|age=64|age_band=80-89
tranche_age=90 ans et plus|idade=90 ou mais
yas_grubu=90 ve üzeri|age=89|wiek=powyżej 89|age=unknown|age_days=93|cov_percentage=93|eta=over 89
leeftijdsgroep=90 en ouder|aldersgrupp=90 år och äldre
"""
POST_KEYS = """
zip=02139|zip_code=02139-4307|postcode=KT6 4RQ|postcode=SW1A|pin_code=560034|pincode=560 034|pin=560034|PLZ=69120
Postleitzahl=69120|code_postal=31059|cp=31059
CP=28013|codigo_postal=28013|cep=01310-100|CEP=01310100|cap=20122|postcode=1012 AB|kod_pocztowy=31-027
kod_poczt=31-027|postnummer=751 85|postnr=75185
posta_kodu=34093|pk=34093|ramz_baridi=12211|raqm_baridi=12211|yubin_bango=150-0001|youbian=100730
youzheng_bianma=200025|postkod=11122|post_nr=752 36|codice_postale=20122|kod_p=31-027
"""
POST_KEYS_NOT = "zip=021|zip3=946|postcode=unknown|pin=none|cp=chronic|pk=3.5|cp=CP|PLZ=nicht erhoben"
POST_TOLD = """
home ZIP 02139|postcode KT6 4RQ|PIN 560034|PIN code: 560 034|moved to Bengaluru 560034|PLZ 69120
wohnt in 69120 Heidelberg|code postal 31059
habite 31059 Toulouse|CP 28013|vive en 28013 Madrid|CEP 01310-100|mora no bairro, 01310-100|CAP 20122
abita a 20122 Milano|woont op 1012 AB
postcode 1012 AB|kod pocztowy 31-027|mieszka w 31-027 Krakowie|postnummer 751 85|bor i 751 85 Uppsala
posta kodu 34093|34093 Fatih'te oturuyor
ramz baridi 12211|al-ramz al-baridi: 12211|yubin bango 150-0001|〒150-0001|youbian 100730|youzheng bianma: 200025
adres: 00-950 Warszawa
"""
STREETS = """
88 Birchwood Ave|12/4, M G Road|Flat 4B, Lotus Enclave|No. 14, 3rd Cross, Koramangala 5th Block
Bergheimer Straße 88|Lindenweg 4a|12 rue des Lilas
14 bis, av. Jean Jaurès|C/ Alcalá 44|Calle de Toledo, 12|Avda. de la Paz 3|Rua das Flores, 123|Av. Paulista, 1578
R. Augusta 900|Via Garibaldi 12
C.so Buenos Aires 4|P.zza Duomo, 3|Keizersgracht 12|Hoofdstraat 12b|ul. Długa 7/3|al. Jerozolimskie 44
os. Piastów 12|Storgatan 12|Björkvägen 4
Bağdat Caddesi No: 12|Atatürk Cad. 45|Gül Sok. No:3|Shari al-Malik Fahd 23|Tariq al-Nasr 4|Nishi-Shinjuku 2-8-1
2-chome Minami-Aoyama|Nanjing Lu 233 hao|Zhongshan Lu 12 hao
"""
PLACE_NOT = """
12345 cells per lane|10000 reads in 24 libraries|dose 12 500 UI|Zellzahl 34500 nach dem Auftauen
viabilidad de 94 de 100|in 12-345 dilution of antibody
Ficoll 1.077 g/ml, 400 g, 30 min|HLA-A*02:01, DRB1*15:01|chr7:140753336|the 10x Chromium v3.1 lane 4
CD34 enriched 5 x 10000|total of 20122 UMIs|lives with AML since 2016
"""
PHOTO_TOLD = """
photo of her face saved as IMG_4471.jpg|full-face photograph of the patient|portrait_front.heic
Lichtbild der Patientin liegt bei|Gesichtsfoto in der Akte
Foto: gesicht_vorn.jpg|cliché du visage|photo du patient: visage_01.png|foto del rostro
foto de la paciente cara.jpg|retrato_frontal.jpg|foto do rosto|fotografia do paciente
foto del volto|ritratto.jpg|fotografia del viso|foto van het gezicht|gezicht-01.jpg|zdjęcie twarzy pacjentki
zdjecie_12.jpg|twarz_front.png
foto på ansiktet|ansikte_fram.jpg|yüzünün fotoğrafı|vesikalik_foto.jpg|hastanın fotoğrafı|surat al-wajh
sura_wajh.jpg|kao shashin|shashin_kao.jpg|mianbu zhaopian|shouxiang.jpg
"""
PHOTO_NOT = """
image of cells, cells_01.png|umap.png|photograph of the gel|photobleaching at 488 nm|Bild 3: Ausstrich
picture of the culture plate|image_03_he.tiff|microphotograph of marrow
immagine istologica.tif|figure 3: volcano plot|face validity of the score|photo-converted Kaede cells
confocal image 12.png|foto del gel|profile of expression, images deposited
"""
CASES = """
S19-12345|H2021/4412|21-HB-00912|B-19-0412|SP-20-1234|E/2019/12345|19P01234|2019:12345|PA-2020-334|T20-04567
NP-2019-44|C20-113|S19-123|B19-412|HP/21/332|19-H-123|AP20-991
UB-20-145|MB19-212|K/2019/88|C-2020-17|P-19/332|Z-2022-55|H21-443_R1.fastq.gz|21-HB-912|BIO-21-009|HIS-19-034
H 1234/19|Path-19-221|19/00912|S19-123_BM|dx_H2021-4412
"""
CASES_NOT = """
CD19-123|AML3-120|MDA-MB-231|SK-MEL-28|HL-60|RP11-34P13.7|AC012345.1|AAACCTGAGAAACCAT-1|chr1-12345|HLA-A*02:01
NCI-H1975|OCI-AML3|PLX4720|GSK-126|day-19-100|DRB1-15|P1-2019|v2019.12
TCGA-05-4244|GSM1234567|2019-2021|2020-21|10-12|patient-12|CL:0000236|K562|U-937|SUM-149|ABT-737|BT-474|IC50-19
donor_12|BM12-D28
"""


def entries(text: str) -> list[str]:
    return [entry.strip() for line in text.strip().splitlines() for entry in line.split("|") if entry.strip()]


def pairs(text: str) -> list[tuple[str, str]]:
    return [tuple(entry.split("=", 1)) for entry in entries(text)]


def told(text: str, key: str = "") -> frozenset[str]:
    return codes_of(text, key_of(key) if key else Key())


KEYED = [(VEHICLE, PLATE_KEYS), (BIOMETRIC, PRINT_KEYS), (AGE, AGE_KEYS), (PLACE, POST_KEYS)]
SAID = [
    (VEHICLE, PLATE_TOLD), (BIOMETRIC, PRINT_TOLD), (AGE, AGE_TOLD), (PLACE, POST_TOLD), (PLACE, STREETS),
    (PHOTO, PHOTO_TOLD), (CODE, CASES),
]  # fmt: skip
SILENT_KEYS = [(VEHICLE, PLATE_KEYS_NOT), (BIOMETRIC, PRINT_NOT), (AGE, AGE_KEYS_NOT), (PLACE, POST_KEYS_NOT)]
SILENT = [(VEHICLE, PLATES_NOT), (AGE, AGE_NOT), (PLACE, PLACE_NOT), (PHOTO, PHOTO_NOT), (CODE, CASES_NOT)]


@pytest.mark.parametrize(("code", "key", "value"), [(code, *pair) for code, text in KEYED for pair in pairs(text)])
def test_a_value_is_told_under_the_name_that_asks_for_it_in_any_of_the_languages(code, key, value):
    assert code in told(value, key)
    if value.isdecimal():
        assert may_be_number(key_of(key))


@pytest.mark.parametrize(
    ("code", "key", "value"), [(code, *pair) for code, text in SILENT_KEYS for pair in pairs(text)]
)
def test_a_state_of_affairs_or_an_allowed_band_is_not_told_under_such_a_name(code, key, value):
    assert code not in told(value, key)


@pytest.mark.parametrize(("code", "text"), [(code, entry) for code, text in SAID for entry in entries(text)])
def test_a_value_is_told_beside_a_word_for_it(code, text):
    assert code in told(text)


@pytest.mark.parametrize(("code", "text"), [(code, entry) for code, text in SILENT for entry in entries(text)])
def test_words_of_the_bench_are_not_told(code, text):
    assert code not in told(text)


def test_a_case_is_told_in_the_name_of_a_sample_and_a_line_of_cells_is_not():
    assert is_case("S-19-12", is_name=True)
    assert not is_case("S-19-12")
    assert not is_case("SUM-149", is_name=True)
