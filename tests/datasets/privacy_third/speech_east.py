# ruff: noqa: E501 - a line is one list
"""How identifiers are named, written and spoken of in Poland and Turkey; all values are invented."""

PL = """
first Grażyna Zbigniew Małgorzata Bogusław Jadwiga Przemysław Wiesława Łukasz Danuta Kazimierz Agnieszka Ryszard Bożena Mirosław Halina
last Wójtowicz Szczepańska Brzęczyszczykiewicz Gąsiorowski Niedźwiecka Kołodziejczak Żurawska Pietrzykowski Olszańska Rębacz Sobczyńska Twardowski Ćwiklińska Maliszewski Dębska
towns Ostrołęka|Świdnica|Łomża|Bielsko-Biała|Jarosław|Kłodzko|Ełk|Zamość|Suwałki|Nowy Targ
streets ul. Lipowa 12 m. 4|os. Słoneczne 8/21|al. Niepodległości 130|ul. Kościuszki 7|skr. poczt. 55
months stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
mails szpital-podlesie.pl wp.pl onet.pl
@name
k imię_nazwisko | nazwisko | pacjent | Imię i nazwisko
v {first} {last} | {last} {first} | {LAST} {FIRST}
u Pani {first} {last} | Pan {first} {last}
s Pacjentka {first} {last} zgłosiła się z powodu limfadenopatii. | Szpik od p. {last} rozcieńczony krwią. | Pan {first} {last} wyraził zgodę na badanie.
t {lower}_{f}_szpik | {last}{F}_KO
@kin
k lekarz prowadzący | osoba_upowazniona | imię ojca
v lek. {first} {last} | dr n. med. {F}. {last} | {first} {last}
s Opisał: dr {first} {last} | upoważniona córka {first} {last}
@street
k adres | ulica
v {street} | {street}, {town}
u {street}, {town}
s zam. {street}, {town} | odebrano próbkę z {street}
@town
k miejscowość | miasto | powiat
v {town}
s Rolnik, okolice miasta {town}. | Przekazany ze szpitala powiatowego, {town}.
@postal
k kod_pocztowy | kod
v ##-### | 0#-###
s kod 07-###, wieś | kod pocztowy 58-###
@birth
k data_urodzenia | ur.
v {bd}.{bm}.{by} | {by}-{bm}-{bd} | {bd} {bMon} {by}
s ur. {bd}.{bm}.{by}, PBL. | urodzona {bd} {bMon} {by} r.
t {by}{bm}{bd}_szpik
@day
k data_pobrania | data_zabiegu | data_zgonu
v {dd}.{mm}.{yyyy} | {yyyy}-{mm}-{dd} | {d} {Mon} {yyyy} r.
u {dd}.{mm}.{yyyy} | {d} {Mon} {yyyy} r.
s Trepanobiopsja {dd}.{mm}.{yyyy}: naciek. | Zgon dnia {d} {Mon} {yyyy} r. | hosp. od {d}.{mm}.{yy}
t KO_{dd}{mm}{yyyy}
@age
k wiek | wiek_lat
v {old} | {old} lat
s {old}-letnia chora w stanie dobrym. | chory lat {old}
@phone
k telefon | tel_kom
v 6## ### ### | +48 22 ### ## ## | 85 7## ## ##
u +48 6## ### ###
s Tel. 6## ### ###, po 16. | kontakt z córką: +48 5## ### ###
@fax
k faks | fax
v 22 ### ## ## | +48 12 ### ## ##
u faks 22 ### ## ##
s Wynik faksem na 85 7## ## ##. | faks: +48 12 ### ## ##
@mail
k email | adres_email
v {lower.}@{mail} | {f}{lower}@{mail}
u {lower.}@{mail}
s Adres e-mail {lower.}@{mail}. | ankieta z {f}{lower}@{mail}
@national
k PESEL | nr_pesel
v {pesel} | {pesel}
u PESEL {pesel}
s PESEL {pesel}. | nr PESEL {pesel} zgodny
t {pesel}_KO
@mrn
k nr_historii | ID_pacjenta | ks_glowna
v ####### | {yyyy}/#####  | HCH-#####/{yy}
u nr hist. chor. #####/{yyyy}
s Historia choroby nr #####/{yyyy}. | ks. gł. ######/{yy}, oddział III
t HCH#####-{yy}
@plan
k nr_ubezpieczenia | EKUZ | polisa
v 80616000######## | ##########
s EKUZ 80616000######## ważna. | polisa nr ##########
@account
k nr_konta | rachunek
v {iban_pl_} | {iban_pl}
u {iban_pl_}
s Zwrot na konto {iban_pl_}. | rachunek {iban_pl}
@licence
k prawo_jazdy | PWZ
v #####/##/#### | #######
s Prawo jazdy #####/##/#### zatrzymane. | nr PWZ ####### na pieczątce
@plate
k nr_rejestracyjny | tablica
v WPR #### | BI ##### | KR #@@##
s Wypadek, pojazd WPR ####@. | karetka nr rej. BI #####
@device
k nr_seryjny_rozrusznika | nr_implantu
v SN ######## | RZ@######
s Rozrusznik nr seryjny RZ@######. | endoproteza, nr ser. ########
@url
k strona_www | link
v https://wyniki.szpital-podlesie.pl/p/####### | https://www.siepomaga.pl/{lower}
u https://wyniki.szpital-podlesie.pl/p/#######
s Wyniki: https://wyniki.szpital-podlesie.pl/p/#######. | zbiórka siepomaga.pl/{lower}
@ip
k adres_ip | ip
v {ip}
u {ip}
s Zgoda z adresu {ip}. | logowanie pacjenta {ip}
@print
k odcisk_palca | wzorzec_teczowki
v {hex:32} | OP-{hex:10}
s Odcisk palca OP-{hex:10}. | wzorzec głosu {hex:20}
@photo
k zdjęcie | foto_twarzy
v {lower}_twarz.jpg | IMG_####.jpg
s Zdjęcie twarzy {lower}_twarz.jpg. | fotografia {lower}_przod.png
@case
k nr_badania | nr_histpat
v {yyyy}/##### | H-#####/{yy}
s Badanie histopat. nr H-#####/{yy}. | bloczek nr {yy}/#####/2
t histpat_H-#####-{yy}
@pass
k dowod_osobisty | paszport
v @@@ ###### | @@#######
s Dowód osobisty @@@ ######. | paszport @@#######
"""

TR = """
first Gülşen Orçun Nurhayat Süleyman Özge İlhan Zeliha Tuğrul Hacer Berkay Şükran Erdoğan Müzeyyen Kadir Çağla
last Karadağlıoğlu Özçelikkale Şahinbaş Yıldızhan Güngörmez Tekinalp Akçakaya Öztürkmen Dalgıç Çobanoğulları İnanlı Bülbüloğlu Sarıgöl Erbaş Uğurlutan
towns Safranbolu|Bergama|Tosya|Akşehir|Edremit|Pazarcık|Ünye|Iğdır|Bafra|Nusaybin
streets Atatürk Cad. No: 15/4|Gül Sok. 7 D:3|Yeni Mah. 1204. Sk. No 22|İnönü Bulvarı 88 Kat 2|Cumhuriyet Mah. Lale Apt. 5
months Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık
mails egehastanesi.com.tr mynet.com anadolutip.edu.tr
@name
k hasta_adi | Adı Soyadı | soyad | Hasta
v {first} {last} | {first} {LAST} | {LAST} {FIRST}
u Sn. {first} {last} | {first} {LAST}
s Hasta {first} {last} halsizlik ile başvurdu. | {first} Hanım onam verdi ({last}). | {first} {LAST} kemik iliği örneği yetersiz.
t {lower}_{f}_ki | {last}{first}_PB
@kin
k doktor | baba_adi | refakatçi
v Dr. {first} {last} | Uzm. Dr. {F}. {last} | {first} {last}
s Refakatçi: {first} {last} (oğlu). | Onaylayan Prof. Dr. {first} {last}
@street
k adres | açık_adres
v {street} | {street}, {town}
u {street}, {town}
s Adres: {street}, {town}. | kargo {street} adresine
@town
k ilçe | doğum_yeri | ikamet
v {town}
s {town} ilçesinde çiftçilik yapıyor. | {town} Devlet Hastanesi'nden sevk.
@postal
k posta_kodu | PK
v 35### | 06###
s posta kodu 67###, kırsal | PK 42###
@birth
k doğum_tarihi | dogum_tar | D.T.
v {bd}.{bm}.{by} | {bd}/{bm}/{by}
s D.T. {bd}.{bm}.{by}, bilinen DM. | {bd} {bMon} {by} doğumlu
t {bd}{bm}{by}_ki
@day
k örnek_tarihi | ameliyat_tarihi | yatış_tarihi | ölüm_tarihi
v {dd}.{mm}.{yyyy} | {d} {Mon} {yyyy} | {yyyy}-{mm}-{dd}
u {dd}.{mm}.{yyyy}
s {dd}.{mm}.{yyyy} tarihinde kemik iliği biyopsisi yapıldı. | {d} {Mon} {yyyy} günü eksitus. | {Mon} {yyyy}'te nüks
t KI_{dd}{mm}{yyyy}
@age
k yaş | yas_yil
v {old} | {old} yaş
s {old} yaşında kadın hasta. | {old} y erkek, KBY
@phone
k telefon | cep_tel | GSM
v 05## ### ## ## | +90 5## ### ## ## | 0232 ### ## ##
u +90 5## ### ## ##
s Cep: 05## ### ## ##. | kızının telefonu 05## ### ####
@fax
k faks | belgegeçer
v 0212 ### ## ## | +90 312 ### ## ##
u Faks: 0212 ### ## ##
s Rapor faksla 0232 ### ## ##'a gönderildi. | Faks: +90 312 ### ## ##
@mail
k e-posta | eposta
v {lower.}@{mail} | {f}{lower}@{mail}
u {lower.}@{mail}
s E-posta {lower.}@{mail}. | anket {f}{lower}@{mail} adresinden geldi
@national
k TC_kimlik | TCKN | T.C. Kimlik No
v {tckn} | {tckn}
u TC {tckn}
s T.C. Kimlik No {tckn}. | TCKN: {tckn}
t {tckn}_PB
@mrn
k dosya_no | protokol_no | hasta_no
v ####### | P-######## | 00######
u Dosya No: #######
s Dosya no ####### arşivde. | protokol {yyyy}###### , poliklinik
t DOSYA#######
@plan
k SGK_no | sigorta_no | provizyon_no
v 4############ | POL-########
s SGK no 4############. | özel sigorta poliçe POL-########
@account
k IBAN | hesap_no
v {iban_tr_} | {iban_tr}
u {iban_tr_}
s İade {iban_tr_} hesabına. | hesap no {iban_tr}
@licence
k ehliyet_no | diploma_tescil
v ###### | DT-######
s Ehliyet no ###### iptal. | dip. tescil no DT-######
@plate
k plaka | şasi_no
v 35 @@ ### | 06 @@@ ## | 34@@####
s Trafik kazası, 35 @@ ### plakalı araç. | ambulans plakası 06 @@@ ##
@device
k pil_seri_no | cihaz_seri
v SN@####### | KP-#######
s Kalp pili seri no KP-#######. | protez seri no SN@#######
@url
k web_sitesi | sonuç_linki
v https://sonuc.egehastanesi.com.tr/h/#######
u https://sonuc.egehastanesi.com.tr/h/#######
s Sonuç: https://sonuc.egehastanesi.com.tr/h/#######. | www.instagram.com/{lower}.{f}{byy}
@ip
k ip_adresi | ip
v {ip}
u {ip}
s Onam {ip} adresinden. | hasta girişi IP {ip}
@print
k parmak_izi | ses_izi
v {hex:32} | PI-{hex:10}
s Parmak izi PI-{hex:10} kayıtlı. | iris şablonu {hex:20}
@photo
k fotoğraf | yuz_foto
v {lower}_yuz.jpg | IMG_####.jpg
s Yüz fotoğrafı {lower}_yuz.jpg. | vesikalık {lower}.png
@case
k patoloji_no | numune_no
v B-#####/{yy} | P{yy}-#####
s Patoloji no B-#####/{yy}: DBBHL. | numune P{yy}-##### konsültasyon
t patoloji_P{yy}-#####
@pass
k pasaport_no | sicil_no
v U######## | S-#####
s Pasaport U########. | sicil no S-##### (personel)
"""
