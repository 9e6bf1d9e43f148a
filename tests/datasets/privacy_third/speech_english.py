# ruff: noqa: E501 - a line is one list
"""How identifiers are named, written and spoken of in the United States and Britain; all values are invented."""

US = """
first Marcus Denise Tyrell Kathleen Brandon Shanice Gregory Lorraine Hector Wendy Darnell Joanne Clifford Monique Travis
last Whitcombe Delacroix Abernathy Kowalczyk Okafor Hutchens Pemberton Villanueva Tran McAllister Strickland Ng Baumgartner Lightfoot Castellano
towns Chillicothe|Sandusky|Yakima|Bangor|Paducah|Las Cruces|Eau Claire|Dubuque|Elmira|Waycross
streets 1420 Maple Hollow Rd, Apt 3B|77 W. Briarcliff Ave|P.O. Box 2218|9031 County Road 12|415 Larkspur Ln NE, Unit 7
months January February March April May June July August September October November December
mails lakesidemed.org ucnorthvalley.edu gmail.com yahoo.com
@name
k patient_name | PT_NAME | Full Name | subject_name | PatientLastFirst | Patient
v {first} {last} | {last}, {first} {F}. | {LAST},{FIRST} | {first} {F}. {last} | {LAST}^{FIRST}^{F}
u {last}, {first} {F}. | {LAST}^{FIRST}^^^ | Mr. {first} {last}
s Mr. {last} tolerated induction without incident; repeat marrow on day 28. | Discussed with {first} {last} the option of a second biopsy, agreed. | Tissue from pt {last}, {first} arrived on wet ice, two cryovials. | Ms. {last}'s tumor showed loss of PTEN by IHC. | {first} reports night sweats, 6 kg weight loss; {last} family history noncontributory. | PATIENT: {FIRST} {LAST}  SPECIMEN: left breast core
t {last}_{first}_BM_D0 | {LAST}{F} | PBMC-{first}{last} | {f}{lower}_tumor
@kin
k attending | referring_physician | next_of_kin | emergency_contact | spouse_name | PI_contact
v Dr. {first} {last} | {last}, {first} MD | {first} {last} (wife) | {first} {last}
s Daughter {first} {last} is health care proxy. | Slides reviewed by Dr. {first} {last}, who agrees with the diagnosis. | Call back to brother {first} {last} re donor typing. | Signed electronically: {first} {last}, MD
@street
k address | home_address | Street | mailing_addr
v {street} | {street}, {town}
u {street}, {town}
s Patient moved to {street} last spring; kit to be mailed there. | Courier picked up the stool kit at {street}, {town}.
@town
k city | town | county | residence | city_of_residence
v {town} | {town} County
s Lives in {town}, works as a welder. | Retired farmer from {town} with pesticide exposure. | Transferred from an outside hospital in {town} for refractory disease.
t {town}_cohort_pt4
@postal
k zip | ZIP_CODE | zip5 | postal_code | pt_zip
v 4#### | 1####-#### | 9####
s Resides in ZIP 4####, well water at home. | zip code 0####, distance to center 80 miles
@birth
k DOB | date_of_birth | birth_date | BirthDt | patient_dob
v {bm}/{bd}/{by} | {by}-{bm}-{bd} | {bm}/{bd}/{byy} | {bMon} {bd}, {by} | {bserial} | {by}{bm}{bd}
s DOB {bm}/{bd}/{by}, female, G2P2. | Born {bMon} {bd}, {by} at term; CLL diagnosed in adulthood. | 64F (b. {bm}/{bd}/{byy}) with new lytic lesions
t JD_{by}{bm}{bd} | {bm}-{bd}-{by}_marrow
@day
k collection_date | date_of_biopsy | surgery_dt | admit_date | date_of_death | last_followup | draw_time
v {mm}/{dd}/{yyyy} | {yyyy}-{mm}-{dd} | {Mon} {d}, {yyyy} | {dd}-{mon}-{yyyy} | {yyyy}-{mm}-{dd}T10:42:00 | {mm}/{dd}/{yy} 14:20 | {epoch}
u {yyyy}-{mm}-{dd} | {mm}/{dd}/{yyyy} | {dd}{MON}{yyyy}
s Bone marrow aspirate {mm}/{dd}/{yyyy}: hypocellular, no blasts. | Underwent right hemicolectomy on {Mon} {d}th, {yyyy}. | Expired {mm}/{dd}/{yy} in hospice. | Started ruxolitinib in {Mon} {yyyy}, stopped for cytopenia. | Relapse documented {d} {Mon} {yyyy}
t PBMC_{yyyy}{mm}{dd} | run{yy}{mm}{dd}_lane2 | {mm}-{dd}-{yy}_BM
@age
k age | age_at_dx | Age (years) | age_at_collection
v {old} | {old} | {old} years | {old}y
s {old}-year-old woman with smoldering myeloma. | Pt is a {old} yo M, ECOG 2. | Mother died at age {old}; patient herself is {old}.
@phone
k phone | cell_phone | contact_number | tel_home | Phone #
v (617) 555-01## | 312-555-01## | +1 415 555 01## | 21255501## | 555-01## ext. 4#
u (617) 555-01## | +1-312-555-01##
s Reach him at (617) 555-01## after 5 pm. | Results called to 312.555.01##, left voicemail. | Ward phone 206-555-01##, ask for charge nurse
@fax
k fax | fax_number | clinic_fax | FAX #
v (617) 555-01## | 1-800-555-01## | +1 415 555 01##
u fax: (617) 555-01##
s Please fax the report to (617) 555-01##. | Outside path received by fax from 614-555-01##, 9 pages. | F 415/555-01##
@mail
k email | contact_email | e-mail | patient_email
v {lower.}@{mail} | {f}{lower}@{mail} | {lower}{byy}@{mail}
u {lower.}@{mail} | {f}{lower}@{mail}
s Consent form mailed back from {lower.}@{mail}. | Questions to {f}{lower}@{mail} (study nurse). | pt prefers {lower}{byy} at {mail}
t export_{f}{lower}@{mail}
@national
k SSN | social_security_no | ssn_last4_full | Soc Sec
v {ssn} | {ssn9}
u {ssn}
s SSN {ssn} verified at registration. | Social security number on the referral: {ssn}. | soc sec no. {ssn9}, see scanned face sheet
t {ssn}_BMMC
@mrn
k MRN | mrn | medical_record_number | EPIC_MRN | hosp_id
v ####### | 00###### | MRN#######| E-####### | ###-##-##
u MRN 00###### | MRN: #######
s MRN ####### cross-checked with the requisition. | Chart 00###### pulled for tumor board. | Dup of med rec no. #######, merge pending
t MRN#######_PBMC | MRN-00###### | #######_MRN_tumor
@plan
k insurance_id | member_id | health_plan_no | medicare_mbi | policy_number | subscriber_id
v 1EG4-TE5-MK## | XYH######### | W#########-01 | #########A
s Medicare MBI 1EG4-TE5-MK##, secondary Medigap. | Prior auth under member ID XYH######### pending. | Blue Cross policy no. R######## lapsed
@account
k account_no | billing_account | guarantor_acct | acct_number | HAR
v 40######## | ACCT-####### | V000######## | ####-####-##
s Bill to account 40########. | Hospital account number V000########, charges on hold. | acct no. ####### transferred to research fund
@licence
k drivers_license | license_number | NPI | DEA_number | cert_no
v @####-#####-##### | D####### | B@####### | 1#########
s Driver's license D####### copied at check-in. | Scripts signed under DEA B@#######. | Birth certificate no. 1##-##-###### on file
@plate
k license_plate | VIN | vehicle_plate | plate_no
v #@@@### | @@@-#### | 1HG@@##63#@0##### | 8@@@###
s Motor vehicle accident, plate @@@-####; splenectomy thereafter. | Ambulance VIN 1FD@@3#S1#@@##### brought the sample.
@device
k pacemaker_serial | implant_sn | device_serial_number | pump_serial | UDI
v PJN######H | SN-####-##### | (01)0########## ### (21)@@#### | NBC######
s Dual chamber pacemaker s/n PJN######H, MRI conditional. | Insulin pump serial number NBC###### interrogated. | Port-a-cath lot/serial R@@##### placed
@url
k patient_portal_url | homepage | profile_link | caringbridge
v https://www.caringbridge.org/visit/{lower} | https://mychart.lakesidemed.org/pt/view?id=####### | www.facebook.com/{lower.}.{byy}
u https://www.caringbridge.org/visit/{lower} | https://mychart.lakesidemed.org/pt/view?id=#######
s Family keeps a blog at https://www.caringbridge.org/visit/{lower}. | Images under http://pacs.lakesidemed.org/studies/#######/series/2. | see gofundme.com/f/help-{f}{lower}-beat-leukemia
@ip
k ip_address | client_ip | login_ip | workstation_ip
v {ip} | {ip} | {ip6}
u {ip} | {ip6}
s ePRO diary entries submitted from {ip}. | Portal consent signed, IP {ip}. | scanner PC at {ip6} pushed the file
t {ip}_upload
@print
k fingerprint_template | voiceprint_id | iris_code | biometric_hash | palm_vein
v Rk1SACAyMAAAA{b64:40} | {hex:40} | VP-{hex:10} | FMR:{hex:32}
s Enrolled by fingerprint, template {hex:24}. | Voiceprint VP-{hex:10} recorded for phone follow-up. | Retina scan ID RS{hex:8} used for site access
@photo
k patient_photo | face_image | photo_file | headshot
v face_{lower}.jpg | IMG_####.jpg | {LAST}_frontal.png | data:image/jpeg;base64,/9j/4AAQSkZJRgABAQ{b64:24}
s Full-face photograph {lower}_face_pre.jpg attached to the chart. | Facial photo DSC_####.JPG shows periorbital edema. | Headshot from badge: {lower}.png
t photo_face_{lower} | {lower}_fullface_pre
@case
k accession_no | path_accession | surgical_path_no | encounter_csn | FIN
v S{yy}-##### | SP-{yy}-####### | 10######## | HP{yy}-####
s Surgical pathology S{yy}-#####: invasive ductal carcinoma, grade 3. | Cytology C{yy}-#### reviewed at our institution. | Encounter CSN 10######## linked to the draw
t S{yy}-#####_A2 | SP{yy}-####-B1
@pass
k passport_no | employee_id | student_id | military_id | case_worker_no
v 5######## | EMP-##### | A0####### | 1#########
s US passport 5######## shown as photo ID. | Hospital employee, badge number EMP-#####. | DoD ID 1#########, TRICARE beneficiary
"""

GB = """
first Alastair Bronwen Callum Deirdre Imogen Nigel Siobhan Rupert Gwyneth Hamish Parveen Olufemi Beatrix Declan Rhiannon
last Featherstone Blenkinsop Okonjo Macfarlane Prothero Hussain Winterbourne Cholmondeley O'Shaughnessy Threlfall Begum Jellicoe Penhaligon Auchterlonie Satterthwaite
towns Kirkcudbright|Pontypridd|Whitby|Stow-on-the-Wold|Ballymena|Kettering|Oswestry|Thurso|Bodmin|Market Harborough
streets 14 Rookery Close|Flat 2, 81 Penrose Terrace|The Old Forge, Mill Lane|3 St Cuthbert's Mews|227 Harrogate Parade
months January February March April May June July August September October November December
mails nhs.net thornbridge-trust.org.uk btinternet.com rothbury.ac.uk
@name
k forename_surname | Patient name | surname | PtName | Name
v {first} {last} | {LAST} {first} | {last}, {first} | Mrs {first} {last}
u {LAST}, {first} (Mrs) | {first} {last}
s Thank you for referring this pleasant lady, Mrs {last}. | Mr {first} {last} attended the haematology day unit. | {LAST}, {first}: LN excision, ?DLBCL | We spoke to {first} about sample reuse and {last} agreed in writing.
t {LAST}_{f}_LN | {last}-{first}-PB | {f}{lower}_fna
@kin
k GP | consultant | NOK | carer | Named nurse
v Dr {F} {last} | Mr {first} {last} FRCS | {first} {last} (son)
s GP: Dr {first} {last}, Health Centre. | NOK {first} {last}, husband, aware of diagnosis. | Dictated by {first} {last}, SpR haematology
@street
k Address | home address | addr_line1
v {street} | {street}, {town}
u {street}, {town}
s District nurse visits at {street}. | New address {street}, {town} as of clinic.
@town
k town | post_town | district | borough | parish
v {town} | {town}
s Sheep farmer near {town}, exposed to organophosphates. | Repatriated to the cottage hospital at {town}.
t {town}_biobank_3
@postal
k postcode | Post Code | pcode
v @@1# #@@ | @# #@@ | @@#@ #@@ | @@##@@
u LS1# #@@ | SW1A #@@
s Postcode SY1# #@@, within catchment. | from the DL# #@@ cluster of cases
@birth
k DOB | D.O.B. | date of birth | dob
v {bd}/{bm}/{by} | {bd}.{bm}.{byy} | {bd} {bmon} {by} | {by}-{bm}-{bd}
s d.o.b. {bd}/{bm}/{by}, seen with her sister. | Born on the {bd}th of {bMon} {by} in theatre by section. | DoB: {bd}-{bmon}-{by}
t {bd}{bm}{byy}_tonsil
@day
k date_of_op | clinic_date | sample_date | Date received | DOD
v {dd}/{mm}/{yyyy} | {dd}/{mm}/{yy} | {d} {Mon} {yyyy} | {dd}-{mon}-{yy} | {yyyy}-{mm}-{dd} 09:15
u {dd}/{mm}/{yyyy} | {d} {Mon} {yyyy}
s Trephine on {dd}/{mm}/{yy} was fibrotic. | Reviewed in clinic on {d} {Mon} {yyyy}, well. | RIP {dd}.{mm}.{yy} | Admitted w/c {d} {Mon}, discharged a week later.
t {dd}{mm}{yy}_spleen | FNA_{yyyy}-{mm}-{dd}
@age
k age | age_yrs | Age at sampling
v {old} | {old} | {old} yrs
s This {old} year old gentleman has MGUS. | aged {old}, lives independently
@phone
k tel | Mobile | telephone_no | contact tel
v 020 7946 0### | 07700 900### | +44 1632 960### | 01632960###
u +44 7700 900### | 020 7946 0###
s Tel. 01632 960###, mornings only. | Text her on 07700 900### for the slot. | bleep via switchboard 0113 496 0###
@fax
k fax | fax_no | safe haven fax
v 020 7946 0### | +44 1632 960###
u Fax 01632 960###
s Safe-haven fax 0161 496 0###. | Report faxed to 029 2018 0###.
@mail
k email | Email address | contact
v {lower.}@{mail} | {f}.{lower}@{mail}
u {lower.}@{mail}
s Secretary: {f}.{lower}@{mail} | Sample shipped; confirm to {lower.}@{mail} please.
@national
k NI number | NINO | national_insurance | nhs_number | NHS No
v {nino} | {nhs} | {nhs_}
u NHS {nhs_}
s NHS number {nhs_} on the request form. | NHS no. {nhs}, CHI unknown. | NI no. {nino} for travel expenses
t {nhs}_PBMC | NHS{nhs}
@mrn
k hospital_number | Hosp No | unit_no | PAS_ID | K-number
v K###### | RXH####### | ###### @ | D-######
u Hosp no. K###### | Hospital Number RXH#######
s Hosp no: K######, notes requested from off-site store. | Unit number ######@, two volumes.
t HospNo_K######_BM | HospNo_######
@plan
k bupa_membership | insurer_ref | private_policy_no
v BUP-######### | AXA/######/@ | 8##-####-##
s Self-funding after Bupa membership BUP-######### lapsed. | AXA policy AXA/######/@ covers the scan.
@account
k account_number | sort_code_account | invoice_ac
v ##-##-## ######## | ######## | A/C ########
s Expenses to a/c ########, sort code ##-##-##. | Private patient account PP/######.
@licence
k driving_licence | GMC_no | NMC_pin | death_cert_no
v FEATH#####@9@@ | ####### | ##@####@
s DVLA licence PENHA#####@9@@ surrendered after seizure. | GMC number ####### on the stamp. | Death certificate no. QBDA ######
@plate
k vehicle_reg | reg_plate | blue_badge_no
v @@## @@@ | @### @@@
s Parking permit for reg @@## @@@. | RTC, driver of vehicle @@## @@@, splenic rupture.
@device
k ICD_serial | hip_prosthesis_sn | device_sn
v SN ####### | BLC######@ | MDT-#####-@
s ICD serial BLC######@, last check normal. | Left hip prosthesis, serial no. #######, revised.
@url
k webpage | patient_link | profile
v https://www.justgiving.com/fundraising/{lower} | https://records.thornbridge-trust.org.uk/p/######
u https://www.justgiving.com/fundraising/{lower}
s Fundraising at https://www.justgiving.com/fundraising/{lower}. | Scan link: http://pacs.thornbridge-trust.org.uk/v?pid=######
@ip
k ip | source_ip | terminal_ip
v {ip} | {ip6}
u {ip}
s Questionnaire returned from {ip}. | remote login {ip} logged by IT
@print
k fingerprint_id | voice_print | facial_template
v {hex:32} | FP-{hex:12} | {b64:44}
s Voice print ref VP{hex:8} held by the trial office. | Fingerprint minutiae file FP-{hex:12}.
@photo
k clinical_photo | face_photo | photograph
v {lower}_face.jpg | MedIllus_######.jpg | {LAST}_portrait.tif
s Medical illustration took a facial photograph, MI######_face.jpg. | Portrait {lower}_face.jpg filed.
t {lower}_face
@case
k lab_no | histology_no | specimen_number | biobank_barcode
v H{yy}-##### | {yy}H##### | {yy}/HP/##### | SB{yy}#####
s Histology {yy}H#####: follicular lymphoma grade 2. | Lab no. SB{yy}##### addended.
t histo_{yy}H#####_A1
@pass
k passport | staff_no | prison_number | asylum_ref
v 1######## | @####@@ | ########
s Passport 1######## seen, entitlement confirmed. | HMP number A####@@, two officers in attendance.
"""
