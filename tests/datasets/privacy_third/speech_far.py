# ruff: noqa: E501 - a line is one list
"""How identifiers are named, written and spoken of in Japan and China, and in the Gulf; all values are invented."""

JP = """
first Haruto Sayaka Kenjiro Mitsuko Takumi Chiyoko Ryosuke Fumie Xiaoling Jianguo Meihua Weidong Qiuyan Zhiqiang Natsuki
last Kurosawa-Mori Hasegawa Ninomiya Tsukahara Igarashi Shimabukuro Ouyang Zhuge Shangguan Xiahou Fujibayashi Minamoto Cheung Kitagawa Sakurazaka
towns Aomori-Hirosaki|Kesennuma|Takayama|Shimonoseki|Yonezawa|Zhangjiakou|Luoyang|Shaoxing|Foshan|Tsuruoka
streets 2-14-7 Minami-Aoba|Sakae-cho 3 chome 5-1, 402 go|No. 88 Renmin Road, Bldg 3-1202|1-1-9 Kita-machi|Lane 417, Huaihai Lu, Room 6
months January February March April May June July August September October November December
mails midoribyouin.or.jp docomo.ne.jp 163.com qq.com
@name
k shimei | kanja_mei | xingming | patient_name
v {last} {first} | {LAST} {first} | {first} {last} | {last} {first}-sama
u {LAST} {first}
s Kanja {last} {first}-san, AML M2. | Specimen from {last} {first} (bone marrow) hemolysed. | Huanzhe {last} {first}, signed consent.
t {last}{first}_BM | {lower}_{f}_sui
@kin
k shujii | hogosha | jiashu | attending
v {last} {first} | Dr {last} | {last} {first} sensei
s Shujii: {last} {first} sensei. | Family contact: elder son {last} {first}.
@street
k jusho | dizhi | address
v {street} | {street}, {town}
u {street}, {town}
s Jusho: {street}, {town}. | moved to {street} after discharge
@town
k shichoson | chengshi | shusshinchi | city
v {town} | {town}-shi
s Lives in {town}, fisherman. | Shokai from {town} municipal hospital.
@postal
k yubin_bango | youbian | postcode
v ###-#### | 0#####
s yubin 990-#### | youbian 2#####
@birth
k seinengappi | chusheng_riqi | birthday
v {by}/{bm}/{bd} | {by}.{bm}.{bd} | {by}-{bm}-{bd} | S{showa}.{bm}.{bd}
s seinengappi {by}/{bm}/{bd}, M. | born Showa {showa}.{bm}.{bd} | b. {by}.{bm}.{bd}, MDS-EB2
t {by}{bm}{bd}_BM
@day
k saiketsubi | shujutsu_bi | caiyang_riqi | nyuinbi
v {yyyy}/{mm}/{dd} | {yyyy}.{mm}.{dd} | {yyyy}{mm}{dd} | R{reiwa}.{mm}.{dd}
u {yyyy}/{mm}/{dd} | {yyyy}.{mm}.{dd}
s Koutsui senshi {yyyy}/{mm}/{dd}: dry tap. | shibou Reiwa {reiwa}.{mm}.{dd} | HSCT on {yyyy}.{mm}.{dd}, CBT
t {yyyy}{mm}{dd}_sui
@age
k nenrei | nianling | age
v {old} | {old} sai | {old} sui
s {old} sai josei, ET. | {old}-year-old male, JAK2 positive
@phone
k denwa | keitai | shouji | tel
v 090-####-#### | +81 3-####-#### | 13######### | +86 138 #### ####
u +81 90-####-#### | +86 138 #### ####
s Keitai 090-####-####. | shouji 13#########, wechat same
@fax
k fax | chuanzhen
v 03-####-#### | +86 571 #### ####
u FAX 03-####-####
s Kekka wa FAX 0238-##-#### made. | chuanzhen +86 571 #### ####
@mail
k meeru | youxiang | email
v {f}-{lower}@{mail} | {lower}{byy}@{mail} | 1########@qq.com
u {f}-{lower}@{mail}
s Mail: {f}-{lower}@{mail} | survey from 1########@qq.com
@national
k my_number | shenfenzheng | kojin_bango
v {mynumber} | {cnid}
u {cnid}
s My Number {mynumber}. | shenfenzheng hao {cnid}
t {cnid}_PB
@mrn
k kanja_bango | karte_no | bingli_hao | zhuyuan_hao
v 00####### | ##-####-# | ZY###### | K#######
u karte no. 00#######
s Karte No. 00####### , hematology. | zhuyuan hao ZY######, bed 12
t zhuyuan_ZY######_BM | karte_00#######
@plan
k hokensho_bango | yibao_hao
v 06###### | 3#########
s Hokensha bango 06######, kigo ##-###. | yibao ka 3#########
@account
k koza_bango | yinhang_kahao
v futsu ####### | 6222###############
s Koza: futsu #######. | ka hao 6222###############
@licence
k menkyo_no | ishi_menkyo
v ############ | 1#####
s Unten menkyo no. ############ henno. | yishi zhengshu 1#####################
@plate
k shaban | chepai
v Yamagata 300 sa ##-## | Zhe A-@##@#
s Jiko, shaban Shonai 500 ta ##-##. | jiuhuche chepai Yu C-####@
@device
k peesumeeka_no | xuliehao
v PM-######## | SN@######
s Pacemaker serial PM-######## (Haruka-sensei clinic). | qibo qi xuliehao SN@######
@url
k url | lianjie
v https://karte.midoribyouin.or.jp/k/####### | https://weibo.com/u/##########
u https://karte.midoribyouin.or.jp/k/#######
s Gazo: https://karte.midoribyouin.or.jp/k/#######. | weibo.com/u/########## (family)
@ip
k ip | ip_address
v {ip}
u {ip}
s Doui from {ip}. | denglu IP {ip}
@print
k shimon | zhiwen
v {hex:32} | SM-{hex:10}
s Shimon template SM-{hex:10}. | zhiwen moban {hex:20}
@photo
k kao_shashin | zhaopian
v {lower}_kao.jpg | IMG_####.jpg
s Kao shashin {lower}_kao.jpg. | mianbu zhaopian {lower}_face.png
@case
k byori_bango | bingli_no
v {yy}-##### | S{yyyy}##### | BL{yyyy}######
s Byori no. S{yyyy}#####: DLBCL. | bingli hao BL{yyyy}######
t byori_S{yyyy}#####
@pass
k ryoken | huzhao
v TR####### | E########
s Ryoken TR####### kakunin. | huzhao E########
"""

AR = """
first Abdulrahman Maryam Khalifa Noura Hamdan Shaikha Yousef Latifa Faisal Haifa Mansour Reem Turki Asma Ghassan
last Al-Mutawakkil Bin Shuhail Al-Qahtaniyya Al-Harbali Haddadin Abu Rmeileh El-Sherbini Al-Dosarwi Barghouthi Al-Ketbawi Mahfoud Al-Zahrawi Benchekroun Tamimi-Saad Al-Otaibani
towns Unaizah|Al Khor|Ras Tanura|Tanta|Irbid|Khamis Mushait|Al Ain-Zakher|Nizwa|Meknes|Saida
streets Villa 27, Street 14, Al Rawda|P.O. Box 4418|Bldg 9, King Faisal Rd, Flat 301|12 Sharia Tahrir|Hay Essalam, Rue 5, No 17
months January February March April May June July August September October November December
mails almanar-hospital.sa hotmail.com shifa.ae
@name
k ism_al_mareed | patient_name | al_ism | Full Name (EN)
v {first} bin {last} | {first} {last} | {LAST} {FIRST} | Mr. {first} {last}
u Mr. {first} {last} | Mrs. {first} {last}
s Al-mareed {first} {last} came with fatigue. | Mrs. {first} {last} signed, husband present. | {first} {last}, BM dry tap, repeat.
t {first}_{last}_BM | {lower}_{f}_dam
@kin
k al_tabib | wali_al_amr | husband_name | consultant
v Dr. {first} {last} | Abu {first} | {first} {last}
s Wali al-amr: {first} {last}. | Seen with Dr. {first} {last}.
@street
k al_unwan | address
v {street} | {street}, {town}
u {street}, {town}
s Address: {street}, {town}. | sample collected at {street}
@town
k al_madina | city | makan_al_milad
v {town}
s From {town}, consanguineous parents. | Referred by {town} general hospital.
@postal
k al_ramz_al_baridi | zip
v 3####-#### | 1####
s postal code 31###-#### | ramz baridi 1####
@birth
k tarikh_al_milad | DOB | birth_date
v {bd}/{bm}/{by} | {by}-{bm}-{bd} | {bd}/{bm}/{hb}H
s DOB {bd}/{bm}/{by} (G). | born {bd}/{bm}/{hb} H | mawaleed {by}/{bm}/{bd}
t {bd}{bm}{by}_BM
@day
k tarikh_al_ayyina | admission_date | tarikh_al_wafat
v {dd}/{mm}/{yyyy} | {dd}-{mon}-{yyyy} | {dd}/{mm}/{hy}H
u {dd}/{mm}/{yyyy}
s BMA {dd}/{mm}/{yyyy} showed blasts. | Died {d} {Mon} {yyyy}. | admitted {dd}/{mm}/{hy}H
t BM_{dd}{mm}{yyyy}
@age
k al_umr | age
v {old} | {old} sana
s {old} year old lady, Bedouin. | umr {old} sana
@phone
k raqm_al_hatif | jawwal | mobile
v +966 5# ### #### | 05######## | +971 50 ### ####
u +966 5# ### #### | +971 50 ### ####
s Jawwal 05########. | call son +971 50 ### ####
@fax
k fax | raqm_al_fax
v +966 13 ### #### | 04 ### ####
u Fax +966 13 ### ####
s Fax +966 13 ### ####, lab. | report faxed 06-### ####
@mail
k email | al_bareed
v {lower.}@{mail} | {f}{lower}@{mail}
u {lower.}@{mail}
s Email {lower.}@{mail}. | form from {f}{lower}@{mail}
@national
k raqm_al_hawiyya | iqama_no | emirates_id | national_id
v {saudi} | {emirates} | 2#############
u {emirates}
s Iqama {saudi}. | Emirates ID {emirates} | raqm qawmi 2#############
t {saudi}_PB
@mrn
k raqm_al_malaf | file_no | MRN
v ####### | F-###### | 0000######
u File No. #######
s File no. ####### , clinic 4. | raqm al-malaf 0000######
t MRN0000######
@plan
k insurance_card | raqm_al_tamin | DHA_member
v 102-###-######### | BUPA#########
s Bupa Arabia card BUPA#########. | member 102-###-#########
@account
k IBAN | hisab
v {iban_sa} | {iban_ae_}
u {iban_ae_}
s Refund {iban_ae_}. | hisab raqm {iban_sa}
@licence
k rukhsa_no | SCFHS_no
v 10######## | ##-@-#######
s Driving licence 10########. | SCFHS no. ##-@-#######
@plate
k lawha | plate_no
v @@@ #### | Dubai @ #####
s RTA, car plate @@@ ####. | ambulance Dubai @ #####
@device
k pacemaker_sn | raqm_tasalsuli
v PM@####### | SN-#######
s Pacemaker SN PM@#######. | device serial SN-#######, removed
@url
k portal_link | url
v https://portal.almanar-hospital.sa/p/####### | https://twitter.com/{f}{lower}{byy}
u https://portal.almanar-hospital.sa/p/#######
s Results at https://portal.almanar-hospital.sa/p/#######. | https://twitter.com/{f}{lower}{byy}
@ip
k ip | unwan_ip
v {ip}
u {ip}
s e-consent from {ip}. | portal login IP {ip}
@print
k basma | fingerprint
v {hex:32} | BS-{hex:10}
s Basma (fingerprint) BS-{hex:10}. | iris code {hex:20}
@photo
k sura_shakhsiyya | photo
v {lower}_wajh.jpg | IMG_####.jpg
s Face photo {lower}_wajh.jpg. | sura: {lower}_face.png
@case
k raqm_al_ayyina | path_no
v HP{yy}-##### | S-{yy}-####
s Histopath HP{yy}-#####: CML. | path no. S-{yy}-#### outside slides
t HP{yy}-#####
@pass
k jawaz_al_safar | employee_no
v @######## | KFU-#####
s Passport @########. | staff no. KFU-##### (donor)
"""
