# ruff: noqa: E501 - a line is one list
"""How identifiers are named, written and spoken of in India and Sweden; all values are invented."""

IN = """
first Aarav Priyanka Lakshmi Gurpreet Venkatesh Ananya Farhan Meenakshi Debjani Rajesh Kavitha Sukhwinder Ishaan Revathi Mohammed
last Chattopadhyay Iyer Subramaniam Deshpande Gill Nambiar Kulkarni Ansari Bhattacharjee Reddy Thakkar Menon Pillai Sengupta Rathore
towns Bhilwara|Tirunelveli|Hoshiarpur|Jalgaon|Cuddalore|Raiganj|Karimnagar|Palakkad|Satara|Bilaspur
streets H.No. 4-7-112, Gandhi Nagar|Flat 302, Sai Krupa Apts, MG Road|12/3 Rashbehari Lane|Plot 88, Sector 14|Door No. 27, Kamaraj Salai
months January February March April May June July August September October November December
mails tatavalley.org.in rediffmail.com sanjeevani-hosp.in
@name
k patient_name | Name of Patient | pt_name | Name
v {first} {last} | Smt. {first} {last} | Shri {first} {last} | {first} {F} {last}
u Smt. {first} {last} | Shri {first} {last}
s Shri {first} {last} presented with generalised lymphadenopathy. | Sample of {first} {last} received in EDTA. | Pt {first}, w/o Sh. {last}, para 3
t {first}{last}_BMA | {lower}_PB
@kin
k father_name | S/O | husband_name | attendant | consultant
v {first} {last} | Sh. {first} {last} | Dr. {first} {last}
s S/o {first} {last}, farmer. | Attendant {first} {last} (brother) gave consent.
@street
k address | residential_address | Addr
v {street} | {street}, {town}
u {street}, {town}
s R/o {street}, {town}. | Residing at {street}.
@town
k village | taluk | district | city
v {town} | {town} Dist.
s Native of {town}, tobacco chewer for 20 years. | Referred from PHC {town}.
t {town}_oral_ca_2
@postal
k pincode | PIN | PIN code
v 6##### | 4## ### | 110###
s PIN code 4##### , rural. | pincode 6#####
@birth
k DOB | date_of_birth | Date of Birth
v {bd}/{bm}/{by} | {bd}-{bm}-{by} | {bd}-{bmon}-{byy}
s DOB: {bd}-{bm}-{by}, as per Aadhaar. | born {bd} {bMon} {by}
t {bd}{bm}{by}_oral
@day
k DOA | date_of_admission | biopsy_date | DOD | date_of_collection
v {dd}-{mm}-{yyyy} | {dd}/{mm}/{yyyy} | {dd}-{mon}-{yyyy} | {dd}.{mm}.{yy}
u {dd}-{mm}-{yyyy}
s DOA {dd}/{mm}/{yy}, DOD {dd}/{mm}/{yy}. | Composite resection done on {dd}-{mm}-{yyyy}. | LAMA on {dd} {Mon} {yyyy}
t {dd}{mm}{yyyy}_BMA
@age
k age | Age/yrs | age_years
v {old} | {old} yrs | {old}
s {old}/F with pancytopenia. | {old} yr old male, k/c/o DM
@phone
k mobile | Mobile No | contact_no | phone
v 9######### | +91 98### ##### | 044-2### ####
u +91 98### #####
s Mob. 9#########, whatsapp reports. | Contact attendant on +91 98### #####.
@fax
k fax | Fax No
v 044-2### #### | +91 22 2### ####
u Fax: 044-2### ####
s Fax 080-2### ####, attn. histopath. | fax no. +91 22 2### ####
@mail
k email | email_id | E-mail ID
v {lower}@{mail} | {lower.}{byy}@{mail}
u {lower}@{mail}
s Send soft copy to {lower}@{mail}. | email id {lower.}{byy}@{mail}
@national
k aadhaar | Aadhaar No | UID | PAN | ABHA
v {aadhaar_} | {aadhaar} | @@@P@####@ | 91-####-####-####
u {aadhaar_}
s Aadhaar {aadhaar_} verified. | PAN @@@P@####@ for billing. | ABHA 91-####-####-#### linked
t {aadhaar}_PB
@mrn
k UHID | CR_No | IP_No | OPD_No | hosp_no
v UHID-######## | {yyyy}/###### | IP####### | CR{yyyy}#####
u UHID-######## | CR No. {yyyy}#####
s UHID ######## , ward 6. | CR no. {yyyy}##### , see old file. | IP No. IP####### billed
t UHID########_PB | CR{yyyy}#####
@plan
k ayushman_card | insurance_id | CGHS_no | policy_no
v PMJAY-######### | P######### | CGHS/#######
s Covered under Ayushman Bharat card P#########. | CGHS beneficiary no. #######.
@account
k bank_account | account_no | UPI | deposit_account
v ############## | SBIN0###### / ########### | {lower}@oksbi
s Refund to a/c no. ############## , IFSC SBIN0######. | UPI {lower}@oksbi
@licence
k driving_licence | DL_no | MCI_reg
v MH-12 20######### | DL-04########### | KMC #####
s Driving licence KA-05 20######### produced. | Reg. No. KMC ##### (consultant)
@plate
k vehicle_no | registration_no | bike_no
v MH 12 @@ #### | TN-07-@@-#### | KA05@@####
s Brought in vehicle MH 12 @@ ####. | RTA, two-wheeler TN-07-@@-####.
@device
k implant_serial | pacemaker_no | stent_serial
v PM####### | SN########
s Pacemaker no. PM####### (VVI). | stent serial SN########
@url
k patient_portal | report_link
v https://reports.sanjeevani-hosp.in/view/######## | http://sanjeevani-hosp.in/opd?uhid=########
u https://reports.sanjeevani-hosp.in/view/########
s Report at https://reports.sanjeevani-hosp.in/view/######## . | milaap.org/fundraisers/support-{lower}
@ip
k ip_address | IP
v {ip}
u {ip}
s eConsent IP {ip}. | uploaded from {ip} at the district hospital
@print
k thumb_impression_id | fingerprint | iris_id
v {hex:32} | LTI-{hex:8}
s LTI taken, thumbprint record LTI-{hex:8}. | Iris scan id {hex:16} matched
@photo
k photo | patient_photo
v {lower}_photo.jpg | PHOTO_########.jpg
s Face photo {lower}_photo.jpg pre-op. | Photograph of face: IMG-{yyyy}{mm}{dd}-WA00##.jpg
@case
k histopath_no | lab_ref | bx_no
v HP/####/{yy} | H-####/{yyyy} | B-#####/{yy}
s HP no. ####/{yy}: moderately differentiated SCC. | Slide & block no. H-####/{yyyy} reviewed
t HP-####-{yy}
@pass
k passport_no | voter_id | ration_card
v @####### | @@@####### | ############
s Passport Z####### (medical visa). | Voter ID @@@####### | ration card no. ############
"""

SE = """
first Torbjörn Gunilla Håkan Ann-Marie Sixten Märta Östen Birgitta Viggo Åsa Rune Kerstin Fredrik Lovisa Ingegerd
last Sjökvist Lindebring Åkerblom Wallenstråle Hägglöf Nordenfalk Bäckström-Lund Rosenqvist Tjärnlund Ekdahl Öhrnell Silfverbrand Stenmarck Fjällgren Hedvall
towns Örnsköldsvik|Arvika|Hässleholm|Kiruna|Söderhamn|Tranås|Åmål|Sala|Ystad|Vilhelmina
streets Storgatan 18 B|Björkvägen 4|Kyrkogatan 22, lgh 1103|Södra Esplanaden 9|Box 317
months januari februari mars april maj juni juli augusti september oktober november december
mails regionfjallbygd.se telia.com hotmail.se
@name
k namn | patientnamn | efternamn | Förnamn
v {first} {last} | {last}, {first} | {LAST} {first}
u {last}, {first} | fru {first} {last}
s Pat {first} {last} inkom med feber. | Benmärg från {last}, {first} otillräcklig. | {first} {last} har lämnat samtycke.
t {lower}_{f}_bm | {last}_{first}_PB
@kin
k ansvarig läkare | närstående | remittent
v {first} {last}, öl | dr {F}. {last} | {first} {last}
s Dikterat: {first} {last}, ST-läkare. | Närstående: maken {first} {last}.
@street
k adress | gatuadress
v {street} | {street}, {town}
u {street}, {town}
s Bor på {street} i {town}. | kit skickas till {street}
@town
k ort | hemkommun | församling
v {town}
s Skogsarbetare i {town}. | Remitterad från {town} lasarett.
@postal
k postnummer | postnr
v ### ## | 9####
s postnr 891 ##, glesbygd | bor i 271 ##
@birth
k födelsedatum | född
v {by}-{bm}-{bd} | {byy}{bm}{bd} | {by}{bm}{bd}
s född {by}-{bm}-{bd}, KLL. | f. {byy}{bm}{bd}, rökare
t {by}{bm}{bd}_bm
@day
k provtagningsdatum | operationsdatum | dödsdatum | inskriven
v {yyyy}-{mm}-{dd} | {d} {Mon} {yyyy} | {yy}{mm}{dd}
u {yyyy}-{mm}-{dd} | {d} {Mon} {yyyy}
s Benmärgsbiopsi {yyyy}-{mm}-{dd}: hypercellulär. | Avled {d} {Mon} {yyyy}. | opererad {yy}{mm}{dd}, utan komplikation
t PB_{yyyy}{mm}{dd}
@age
k ålder | alder_ar
v {old} | {old} år
s {old}-årig kvinna med MDS. | pat är {old} år gammal
@phone
k telefon | mobilnummer
v 070-174 06 ## | 08-465 004 ## | +46 31 390 06 ##
u +46 70 174 06 ##
s Nås på 070-174 06 ##. | tfn 08-465 004 ##, dagtid
@fax
k fax | faxnr
v 08-465 005 ## | +46 40 628 05 ##
u fax 08-465 005 ##
s Svar faxat till 040-628 05 ##. | fax: 031-390 07 ##
@mail
k e-post | epost
v {lower.}@{mail} | {f}{lower}@{mail}
u {lower.}@{mail}
s Mejla {lower.}@{mail}. | enkät från {f}{lower}@{mail}
@national
k personnummer | pnr | persnr
v {pnr} | {pnr12}
u {pnr}
s Personnr {pnr}. | pnr {pnr12} enligt remiss
t {pnr12}_PB
@mrn
k journalnummer | patient_id_cosmic | reservnr
v J######## | ####### | R-######-####
u journalnr J########
s Journalnr J######## begärd. | reservnummer R-######-####
t journalnr_J########_bm
@plan
k försäkringsnummer | EU_kort
v 80752######## | ##########
s Försäkringsnr ##########. | EU-kort 80752######## giltigt
@account
k bankkonto | kontonr
v ####-## ### ## | {iban_se_}
u {iban_se_}
s Ersättning till konto ####-## ### ##. | kontonr {iban_se_}
@licence
k körkortsnr | legitimation | förskrivarkod
v ######-#### | #######
s Förskrivarkod #######. | körkortsnr {pnr}, indraget
@plate
k regnr | registreringsnummer
v @@@ ### | @@@##@
s Olycka med bil @@@ ##@. | ambulans reg.nr @@@ ###
@device
k pacemaker_serienr | implantat_sn
v SN @####### | PM-#######
s Pacemaker, serienr PM-#######. | höftprotes serienr @#######
@url
k webbplats | länk
v https://journal.regionfjallbygd.se/p/####### | https://{lower}.blogg.se
u https://journal.regionfjallbygd.se/p/#######
s Bilder på https://pacs.regionfjallbygd.se/#######. | blogg: https://{lower}.blogg.se
@ip
k ip_adress | ip
v {ip}
u {ip}
s Enkät besvarad från {ip}. | inloggad, IP {ip}
@print
k fingeravtryck | röstprofil
v {hex:32} | FA-{hex:10}
s Fingeravtryck FA-{hex:10} sparat. | irismall {hex:20}
@photo
k patientfoto | ansiktsfoto
v {lower}_ansikte.jpg | IMG_####.jpg
s Ansiktsfoto {lower}_ansikte.jpg. | porträtt {lower}.png i journalen
@case
k PAD_nr | labnr | remiss_id
v T#####-{yy} | {yyyy}-##### | LID########
s PAD T#####-{yy}: mantelcellslymfom. | remiss LID######## makulerad
t PAD_T#####-{yy}
@pass
k passnr | anställningsnr
v ######## | A#####
s Passnr ######## kontrollerat. | anställningsnr A#####
"""
