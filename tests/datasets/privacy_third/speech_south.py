# ruff: noqa: E501 - a line is one list
"""How identifiers are named, written and spoken of in France and Spain; all values are invented."""

FR = """
first Clémence Aurélien Ghislaine Thibault Noémie Jean-Marc Solène Yannick Fatoumata Édouard Maëlle Gaston Bérénice Loïc Odile
last Castelnau Le Goffic Delahousse Bensaïd Quintard Mercœur N'Diaye Rochebrune Faucheux de La Tournelle Guérineau Plantevin Kerbrat Lemoigne Abadie
towns Montbéliard|Quimperlé|Saint-Flour|Bourg-en-Bresse|Sète|Lunéville|Cahors|Vitré|Dole|Saint-Brieuc
streets 12 bis, rue des Lilas|4 impasse du Moulin|BP 227, cedex|33 avenue du Maréchal-Foch, bât. C|Lieu-dit Kermaria
months janvier février mars avril mai juin juillet août septembre octobre novembre décembre
mails chu-valdore.fr orange.fr laposte.net
@name
k Nom | nom_patient | Prénom | Nom et prénom | nom_naissance
v {LAST} {first} | {first} {last} | Mme {last} | {last}, {first}
u Mme {LAST} {first} | M. {first} {LAST}
s J'ai revu en consultation M. {last} pour sa leucémie. | Mme {first} {LAST} a signé le consentement. | Prélèvement de {LAST} {first} arrivé à température ambiante. | Mme {last} née {last}, mastectomie gauche
t {LAST}_{first}_MO | {f}{lower}_sang
@kin
k médecin traitant | prescripteur | personne de confiance | conjoint
v Dr {first} {LAST} | Pr {F}. {last} | {first} {last}
s Courrier au Dr {last}, médecin traitant. | Son épouse {first} est personne de confiance (Mme {last}). | Validé par : Pr {first} {LAST}
@street
k adresse | rue | Adresse postale
v {street} | {street}, {town}
u {street}, {town}
s Domicilié {street} à {town}. | Coursier envoyé au {street}
@town
k ville | commune | lieu_naissance
v {town} | {town}
s Agriculteur à {town}, exposé aux pesticides. | Adressée par le CH de {town}.
@postal
k code_postal | CP
v 2#### | 69### | 35###
s réside dans le 29###, zone humide | CP 44###
@birth
k date_naissance | DDN | né(e) le | Date de naissance
v {bd}/{bm}/{by} | {bd}.{bm}.{byy} | {bd} {bMon} {by}
s née le {bd}/{bm}/{by}, G3P2. | DDN {bd}/{bm}/{byy} ; LLC stade B | né un {bd} {bMon} {by}
t {bd}{bm}{by}_MO
@day
k date_prelevement | date_chirurgie | date_entree | date_deces
v {dd}/{mm}/{yyyy} | {d} {Mon} {yyyy} | {yyyy}-{mm}-{dd} | {dd}-{mm}-{yy}
u {dd}/{mm}/{yyyy} | {d} {Mon} {yyyy}
s Myélogramme du {dd}/{mm}/{yyyy} : 34 % de blastes. | Opéré le {d} {Mon} {yyyy}, suites simples. | Décédée en {Mon} {yyyy} en soins palliatifs. | hospitalisé le {d} {Mon}
t MO_{dd}-{mm}-{yyyy}
@age
k âge | age_ans
v {old} | {old} ans
s Patiente de {old} ans autonome. | âgé de {old} ans, vit en EHPAD
@phone
k téléphone | portable | tel
v 01 99 00 ## ## | 06 39 98 ## ## | +33 6 39 98 ## ## | 02.61.91.##.##
u 06 39 98 ## ## | +33 1 99 00 ## ##
s Joignable au 06 39 98 ## ##. | tél. 02.61.91.##.## (fille)
@fax
k fax | télécopie
v 01 99 00 ## ## | +33 3 53 01 ## ##
u Fax : 01 99 00 ## ##
s Résultat faxé au 04 65 71 ## ##. | Télécopie : 05 36 49 ## ##
@mail
k courriel | email | mél
v {lower.}@{mail} | {f}{lower}@{mail}
u {lower.}@{mail}
s Contact : {lower.}@{mail} | questionnaire renvoyé de {f}{lower}@{mail}
@national
k NIR | numero_secu | INS | Sécurité sociale
v {nir} | {nir_}
u {nir_}
s N° SS {nir_}. | INS qualifiée : {nir}
t {nir}
@mrn
k IPP | NIP | numero_dossier | iep
v 8######### | IPP####### | ########
u IPP 8#########
s IPP 8#########, dossier archivé. | N° de dossier ######## (ancien)
t IPP8#########_MO
@plan
k mutuelle_adherent | numero_adherent | AMC
v ########## | MGX-#######
s Adhérent mutuelle n° ##########. | tiers payant, contrat MGX-#######
@account
k IBAN | compte | RIB
v {iban_fr_} | {iban_fr}
u {iban_fr_}
s Remboursement sur {iban_fr_}. | RIB : ##### ##### ########### ##
@licence
k permis_conduire | RPPS | ADELI
v ############ | 1##########
s Permis n° ############ suspendu. | RPPS 1########## (prescripteur)
@plate
k immatriculation | plaque
v @@-###-@@ | #### @@ 29
s AVP, véhicule @@-###-@@. | immatriculé #### @@ 35
@device
k num_serie_pacemaker | dispositif_sn
v PF######@ | N/S ########
s Stimulateur n° de série PF######@. | prothèse N/S ######## posée à droite
@url
k site_web | lien_dossier
v https://dossier.chu-valdore.fr/patient/######## | https://www.leetchi.com/c/pour-{lower}
u https://dossier.chu-valdore.fr/patient/########
s Images : https://pacs.chu-valdore.fr/?ipp=########. | cagnotte https://www.leetchi.com/c/pour-{lower}
@ip
k adresse_ip | ip
v {ip} | {ip6}
u {ip}
s Saisie depuis {ip}. | connexion patient, IP {ip6}
@print
k empreinte_digitale | empreinte_vocale
v {hex:32} | ED-{hex:12}
s Empreinte digitale n° ED-{hex:12}. | gabarit d'iris {hex:24}
@photo
k photo_patient | photo_visage
v {lower}_visage.jpg | IMG_####.JPG
s Photo du visage {lower}_visage.jpg avant chirurgie. | photo d'identité {lower}.png
@case
k num_examen | num_histo | num_labo
v {yy}H##### | {yy}T#####-01 | B{yy}.#####
s Compte rendu anatomopathologique {yy}H#####. | lame {yy}T#####-01 relue
t anapath_{yy}H#####
@pass
k passeport | CNI | matricule
v ##@@##### | ############ | M######
s Passeport ##@@#####. | CNI n° ############ photocopiée
"""

ES = """
first Macarena Íñigo Rosalía Gonzalo Nuria Ezequiel Begoña Fermín Ximena Anselmo Leire Horacio Candela Baltasar Montserrat
last Etxeberria Villalobos-Ruiz Peñaranda Cifuentes Aranguren Goicoechea Santamaría Lozoya Figueroa Bermúdez Olivares Zúñiga Carrascosa Monreal Quiñones
towns Calatayud|Villarrobledo|Ponferrada|Écija|Tudela|Plasencia|Xátiva|Tepatitlán|Motril|Barbastro
streets C/ Mayor, 14, 3º B|Avda. de la Constitución 77|Calle Olmo s/n|Pza. San Roque, 2|Apdo. de correos 341
months enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
mails hospitalsierranorte.es hotmail.es telefonica.net
@name
k nombre | apellidos | Nombre y apellidos | paciente
v {first} {last} | {last}, {first} | D.ª {first} {last} | {LAST} {FIRST}
u D.ª {first} {last} | D. {first} {last}
s Paciente {first} {last}, derivada por adenopatías. | Se informa a D. {first} {last} del resultado. | La Sra. {last} rechaza trasplante. | Médula de {last}, {first}: hemodiluida
t {lower}_{f}_MO | {last}_{first}_SP
@kin
k médico | familiar | madre | facultativo
v Dra. {first} {last} | {first} {last} (hijo) | Dr. {last}
s Fdo.: Dra. {first} {last} | Acompaña su hija {first} {last}. | Comentado con el Dr. {last} (Cirugía)
@street
k dirección | domicilio | calle
v {street} | {street}, {town}
u {street}, {town}
s Domicilio: {street}, {town}. | Recogida del kit en {street}
@town
k municipio | localidad | población | lugar_nacimiento
v {town}
s Vive en {town} con su esposa. | Trasladado desde el hospital comarcal de {town}.
@postal
k código_postal | CP
v 28### | 50### | 0####
s C.P. 50###, medio rural | reside en 41###
@birth
k fecha_nacimiento | F. Nac. | fec_nac
v {bd}/{bm}/{by} | {bd}-{bm}-{byy} | {bd} de {bMon} de {by}
s F.N. {bd}/{bm}/{by}, sin alergias. | nacida el {bd} de {bMon} de {by}
t {bd}{bm}{by}_MO
@day
k fecha_biopsia | fecha_ingreso | fecha_exitus | fecha_toma
v {dd}/{mm}/{yyyy} | {d} de {Mon} de {yyyy} | {yyyy}-{mm}-{dd} | {dd}/{mm}/{yy} 09:30
u {dd}/{mm}/{yyyy} | {d} de {Mon} de {yyyy}
s AMO del {dd}/{mm}/{yy} en remisión. | Ingresa el {d} de {Mon} por fiebre neutropénica. | Exitus el {dd}-{mm}-{yyyy}. | IQ en {Mon} de {yyyy}
t SP_{dd}{mm}{yyyy}
@age
k edad | edad_años
v {old} | {old} años
s Mujer de {old} años con anemia. | varón de {old} a., institucionalizado
@phone
k teléfono | móvil | tfno
v 91 ### ## ## | 6## ### ### | +34 6## ## ## ##
u +34 6## ### ###
s Tfno. de contacto 6## ### ###. | llamar al 976 ## ## ## (hija)
@fax
k fax | nº fax
v 91 ### ## ## | +34 93 ### ## ##
u Fax: 91 ### ## ##
s Enviar informe al fax 976 ## ## ##. | fax n.º 91 ### ## ##
@mail
k correo | correo_electronico | email
v {lower}.{f}@{mail} | {lower.}@{mail}
u {lower.}@{mail}
s Correo: {lower.}@{mail} | remite encuesta desde {f}{lower}@{mail}
@national
k DNI | NIE | NIF | NASS
v {dni} | {nie} | {nass}
u {dni}
s DNI {dni}. | NIE {nie}, tarjeta caducada | n.º Seg. Social {nass}
t {dni}_MO
@mrn
k NHC | num_historia | historia_clinica
v ###### | NHC ####### | 1######
u NHC #######
s NHC ####### en archivo pasivo. | Historia clínica n.º ######, consultas
t NHC######_MO | NHC-#######
@plan
k CIP | tarjeta_sanitaria | póliza
v @@@@########## | AN########## | ########
s CIP @@@@########## de otra comunidad. | póliza n.º ######## (mutua)
@account
k IBAN | cuenta | CCC
v {iban_es_} | {iban_es}
u {iban_es_}
s Dietas a {iban_es_}. | cuenta {iban_es} del donante
@licence
k num_colegiado | carné_conducir
v 28/##/##### | ########-@
s N.º col. 50####, firma ilegible. | permiso de conducir ########-@
@plate
k matrícula | bastidor
v #### @@@ | VSS@@@5@#@#######
s Accidente con turismo matrícula #### @@@. | ambulancia #### @@@
@device
k marcapasos_serie | n_serie_implante
v MP@###### | N/S #######
s Marcapasos n.º de serie MP@######. | bomba de insulina N/S #######
@url
k página_web | enlace_historia
v https://historia.hospitalsierranorte.es/pac/####### | https://www.migranodearena.org/reto/{lower}
u https://historia.hospitalsierranorte.es/pac/#######
s Imagen en http://pacs.hospitalsierranorte.es/#######. | ver https://www.migranodearena.org/reto/{lower}
@ip
k ip | direccion_ip
v {ip}
u {ip}
s Consentimiento firmado desde la IP {ip}. | acceso {ip} por teleconsulta
@print
k huella_dactilar | huella_voz
v {hex:32} | HD-{hex:10}
s Huella dactilar HD-{hex:10} registrada. | plantilla de iris {hex:20}
@photo
k foto_paciente | fotografía
v {lower}_cara.jpg | DSC_####.jpg
s Fotografía facial {lower}_cara.jpg. | foto de frente: {lower}_frente.png
@case
k num_biopsia | petición | num_muestra
v {yy}B#####  | B-{yy}-##### | {yy}-######
s Biopsia B-{yy}-#####: LBDCG. | informe AP {yy}B##### revisado
t biopsia_B{yy}-#####
@pass
k pasaporte | num_empleado
v @@@###### | E-#####
s Pasaporte @@@###### (extranjera). | empleado n.º E-#####, riesgo laboral
"""
