# ruff: noqa: E501, SIM905 - names are easier to read without quotes
"""Persons, towns and streets of many countries, invented one by one; whoever bears such a name is not meant."""

import unicodedata
from random import Random

PAIRS = """
Ngozi Okwuosa|Olúwáṣeun Adébáyọ̀|Chidiebere Nwachukwu|Abebech Woldemariam|Thandiwe Mkhize|Kwabena Asante-Boateng|Fatoumata Diarra
Mamadou Sissoko|Wanjiru Kariuki|Tendai Chikwanha|Hirut Gebremedhin|Aminata Traoré|Sipho Dlamini|Zanele Khumalo
Thị Hạnh Phùng|Văn Đức Lương|Xiuying Ouyang|Zhiqiang Shangguan|Haruto Nakagawa|Ayaka Shimizu|Min-seo Hwang
Ji-hoon Namgung|Siriporn Chaiyasit|Putri Wulandari|Bayani Macaraeg|Liwayway Dimaculangan|Suresh Balasubramaniam|Kavitha Thiruvengadam
Harpreet Dhillon|Anjali Deshpande|Debashish Mukhopadhyay|Nasrin Chowdhury|Chaminda Wickramasinghe|Farhad Jahangiri|Shirin Golestani
Nurlan Abdrakhmanov|Gulnara Yusupova|Levan Kvirikashvili|Nino Beridze|Hasmik Harutyunyan|Tigran Ter-Petrosyan|Çağla Özdemir
Yiğit Karahan|Rania Haddad|Khalid Al-Mansouri|Samira Bouzidi|Youssef Benkirane|Yael Rosenzweig|Avraham Ben-Haim
Eleftheria Papadimitriou|Stavros Kalogeropoulos|Zsófia Szabó-Varga|Gergő Horváth|Květoslava Novotná|Bořivoj Dvořáček|Božena Jędrzejczak
Zbigniew Wróblewski|Grzegorz Brzęczyszczykiewicz|Miroslava Chovancová|Žarko Stojadinović|Ljiljana Petrović|Blaž Zupančič|Arjeta Hoxhaj
Ilmari Kekkonen|Päivi Lehtovaara|Toomas Kivirähk|Dzintra Kalniņa|Jurgita Stankevičiūtė|Sveinbjörn Hallgrímsson|Guðrún Þorsteinsdóttir
Ingeborg Østergaard|Torbjörn Åkerlund|Sølvi Bakkejord|Gunhild Söderqvist|Aoife Ní Dhomhnaill|Ruaridh MacAskill|Eluned Llewellyn-Pugh
Fintan O'Shaughnessy|Wolfhard Zinsmeister|Mechthild Oberhauser|Ekkehard von Trotha|Hannelore Schnittker|Alois Pichlmayr|Vreni Zurbriggen
Wietske van der Zwaag|Joost Terpstra|Lieselot Vandenbroucke|Gwenaëlle Le Goff|Thibault de Montgolfier|Solenn Kerbrat|Océane Lachapelle
Iñaki Etxeberria|Montserrat Puigdomènech|Xoán Carballeira|Guadalupe Villaseñor|Joaquín Urrutia de la Vega|Itziar Zubizarreta|Inês Figueiredo
Gonçalo Vasconcelos|Thaís Albuquerque|Raimundo Cavalcanti|Mafalda Sottomayor|Ermenegilda Castelnuovo|Gianfranco Dell'Acqua|Fiammetta Bonaccorsi
Nicodemo Lo Presti|Keoni Kamakau|Mereana Te Whata|Tavita Leiataua|Quanah Blackhorse|Winona Littlefeather|Prudence Abernathy
Thaddeus Winterbourne|Philippa Cholmondeley|Barnaby Featherstone|Delphine Thibodeaux|LaKeisha Broussard|Dwayne Culpepper|Marguerite Arceneaux
"""
PERSONS = tuple(tuple(pair.split(" ", 1)) for line in PAIRS.split("\n") for pair in line.split("|") if pair)
FOREIGN = tuple(
    "Людмила Шевченко|Богдан Кравчук|Ελευθερία Παπαδοπούλου|Σταύρος Καραγιάννης|欧阳秀英|田中 陽菜|김민준|محمد المنصوري|"
    "שרה רוזנבלום|ნინო ბერიძე|सुनीता देशपांडे|Светлана Игнатьева".split("|")
)
# Town, postcode as it is written there, street with number, language that says "lives in"
ADDRESSES = (
    ("Bad Oeynhausen", "32545", "Lübbecker Straße 14a", "de"),
    ("Quedlinburg", "06484", "Marschlinger Hof 7", "de"),
    ("Garmisch-Partenkirchen", "82467", "Zugspitzstraße 122", "de"),
    ("Wuppertal", "42103", "Am Wunderbau 3", "de"),
    ("Klosterneuburg", "3400", "Weidlinger Gasse 28/5", "de"),
    ("Châteauroux", "36000", "12 bis, rue des Capucins", "fr"),
    ("Quimperlé", "29300", "8 allée du Frémeur", "fr"),
    ("Villeurbanne", "69100", "47 cours Émile-Zola", "fr"),
    ("Talavera de la Reina", "45600", "C/ Corredera del Cristo, 9, 3.º B", "es"),
    ("Jerez de la Frontera", "11403", "Avda. Álvaro Domecq 31", "es"),
    ("Acquapendente", "01021", "Via Cesare Battisti, 44", "it"),
    ("Caltanissetta", "93100", "Viale della Regione 102", "it"),
    ("'s-Hertogenbosch", "5211 JC", "Vughterstraat 66-II", "nl"),
    ("Zutphen", "7201 KE", "Laarstraat 5", "nl"),
    ("Vila Nova de Gaia", "4400-129", "Rua Cândido dos Reis, 55, 2.º Esq.", "pt"),
    ("Évora", "7000-503", "Travessa da Caraça 11", "pt"),
    ("Sandomierz", "27-600", "ul. Opatowska 19/4", "pl"),
    ("Bielsko-Biała", "43-300", "ul. Cieszyńska 88 m. 12", "pl"),
    ("Örnsköldsvik", "891 33", "Nygatan 21 B", "sv"),
    ("Skellefteå", "931 31", "Storgatan 104, lgh 1202", "sv"),
    ("Chipping Norton", "OX7 5NA", "The Old Forge, 3 Spring Street", "en"),
    ("Llandudno", "LL30 2SY", "27 Mostyn Avenue", "en"),
    ("Murfreesboro", "37130-4418", "1847 Hazelwood Drive, Apt. 2C", "en"),
    ("Walla Walla", "99362", "902 S. Palouse St.", "en"),
    ("Schenectady", "12304-1017", "66 Consaul Road", "en"),
    ("Medicine Hat", "T1A 3N5", "415 Braemar Crescent SE", "en"),
)


def pair(rng: Random) -> tuple[str, str]:
    given, surname = rng.choice(PERSONS)
    other = rng.choice(PERSONS)
    return (given, surname) if rng.random() < 0.7 or " " in other[1] else (given, other[1])


def plain(rng: Random) -> str:
    return " ".join(pair(rng))


def turned(rng: Random) -> str:
    given, surname = pair(rng)
    return f"{surname}, {given}"


def shouted(rng: Random) -> str:
    given, surname = pair(rng)
    return f"{surname.upper()}, {given} {rng.choice('ABDEGKLMPRST')}."


def surname(rng: Random) -> str:
    return pair(rng)[1]


def titled(rng: Random) -> str:
    title = rng.choice(
        ("Dr. med.", "Prof. Dr.", "Dra.", "Dott.ssa", "Mme", "Herr", "Frau", "Sr.", "mevr.", "Mrs", "dr n. med.")
    )
    return f"{title} {rng.choice((plain, surname))(rng)}"


def initialled(rng: Random) -> str:
    given, surname = pair(rng)
    return f"{given[0]}. {surname}"


def letters(rng: Random) -> str:
    given, surname = pair(rng)
    return f"{given[0]}.{surname[0]}."


def ascii_word(text: str) -> str:
    known = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss", "Þ": "Th", "ð": "d"})
    plain_text = unicodedata.normalize("NFKD", text.translate(known)).encode("ascii", "ignore").decode()
    return "".join(letter for letter in plain_text if letter.isalpha())


def joined(rng: Random) -> str:
    given, surname = map(ascii_word, pair(rng))
    return rng.choice(
        (f"{surname}_{given}", f"{surname.upper()}-{given.upper()}", f"{given}.{surname}", f"{given}{surname}")
    )
