# ruff: noqa: E501 - a line is one list
"""How identifiers are named, written and spoken of in Brazil and Italy; all values are invented."""

BR = """
first Thaís Edmilson Jussara Cauã Ivonete Wellington Luciene Raimundo Janaína Otávio Marilene Cleiton Dulce Benedito Rafaela
last Cavalcanti Figueiredo do Amaral Tavares Nogueira Brandão Sant'Anna Quaresma Teixeira Albuquerque Mesquita Vasconcelos Furtado Xavier Lacerda
towns Garanhuns|Piracicaba|Caxias do Sul|Montes Claros|Sobral|Cametá|Ilhéus|Chapecó|Patos|Varginha
streets R. das Acácias, 145, apto 32|Av. Brasil, 2210|Travessa do Sol, 9|Rod. BR-116, km 43|Rua XV de Novembro, 88, fundos
months janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
mails hospitalserrazul.com.br uol.com.br ig.com.br
@name
k nome | nome_paciente | Nome completo | paciente
v {first} {last} | {FIRST} {LAST} | Sra. {first} {last}
u Sra. {first} {last} | Sr. {first} {last}
s Paciente {first} {last}, em uso de imatinibe. | Sr. {last} assinou o TCLE. | Amostra de {first} {last} coagulada.
t {first}_{last}_MO | {lower}_SP
@kin
k nome_mae | médico | acompanhante | responsável
v {first} {last} | Dr. {first} {last}
s Filho de {first} {last}. | Discutido com a Dra. {first} {last}. | acompanhante: {first} {last} (irmã)
@street
k endereço | logradouro
v {street} | {street}, {town}
u {street}, {town}
s Reside na {street}, {town}. | entregar kit em {street}
@town
k município | cidade | naturalidade
v {town}
s Natural de {town}, lavrador. | Encaminhada da UPA de {town}.
@postal
k CEP | cep_residencia
v #####-### | 0####-###
s CEP 55###-###, zona rural | mora no CEP 13###-###
@birth
k data_nascimento | dt_nasc | DN
v {bd}/{bm}/{by} | {bd}/{bm}/{byy} | {by}-{bm}-{bd}
s DN: {bd}/{bm}/{by}. | nascido em {bd} de {bMon} de {by}
t {bd}{bm}{by}_SP
@day
k data_coleta | dt_internacao | data_obito | data_cirurgia
v {dd}/{mm}/{yyyy} | {d} de {Mon} de {yyyy} | {yyyy}-{mm}-{dd}
u {dd}/{mm}/{yyyy}
s Mielograma em {dd}/{mm}/{yy}: 40% de blastos. | Óbito em {d} de {Mon} de {yyyy}. | TMO realizado em {Mon}/{yyyy}
t MO_{dd}{mm}{yyyy}
@age
k idade | idade_anos
v {old} | {old} anos
s Idosa de {old} anos, acamada. | pcte com {old} a, HAS
@phone
k telefone | celular | fone
v (11) 9####-#### | +55 51 3###-#### | (81) 3###-####
u (11) 9####-#### | +55 21 9####-####
s Cel. (85) 9####-#### (filha). | contato: 11 9####-####
@fax
k fax | nº do fax
v (11) 3###-#### | +55 41 3###-####
u Fax (11) 3###-####
s Laudo por fax (41) 3###-####. | FAX: 51 3###-####
@mail
k e-mail | email
v {lower.}@{mail} | {lower}{byy}@{mail}
u {lower.}@{mail}
s E-mail {lower.}@{mail} para retorno. | escreveu de {lower}{byy}@{mail}
@national
k CPF | RG | cpf_paciente
v {cpf_} | {cpf} | ##.###.###-#
u {cpf_}
s CPF {cpf_} conferido. | RG ##.###.###-# SSP
t {cpf}_SP
@mrn
k prontuario | registro_hospitalar | RGHC
v ####### | ########@ | RH-#######
u Prontuário #######
s Prontuário nº #######. | RGHC ########@ , ambulatório
t PRONT#######
@plan
k CNS | cartao_sus | carteirinha
v 7############## | 0 ### ############ # | ### #### #### ####
u CNS 7##############
s Cartão SUS 7## #### #### ####. | carteirinha do convênio 0 ### ############ #
@account
k conta | agencia_conta | pix
v ag. #### c/c #####-# | #####-#
s Depósito ag. ####, c/c #####-#. | chave pix +55119########
@licence
k CNH | CRM
v ########### | CRM-SP ######
s CNH ########### vencida. | CRM/PE ##### (assistente)
@plate
k placa | renavam
v @@@#@## | @@@-####
s Acidente, moto placa @@@#@##. | viatura placa @@@-####
@device
k serie_marcapasso | n_serie_protese
v MPS####### | NS-########
s Marcapasso nº de série MPS#######. | prótese, série NS-########
@url
k site | link_laudo
v https://laudos.hospitalserrazul.com.br/p/######## | https://www.vakinha.com.br/vaquinha/ajude-{lower}
u https://laudos.hospitalserrazul.com.br/p/########
s Laudo em https://laudos.hospitalserrazul.com.br/p/########. | campanha vakinha.com.br/ajude-{lower}
@ip
k ip | endereco_ip
v {ip}
u {ip}
s TCLE eletrônico, IP {ip}. | acesso de {ip}
@print
k impressao_digital | biometria
v {hex:32} | BIO-{hex:10}
s Biometria digital BIO-{hex:10}. | impressão digital, hash {hex:24}
@photo
k foto | foto_rosto
v {lower}_rosto.jpg | IMG-{yyyy}{mm}{dd}-WA00##.jpg
s Foto do rosto {lower}_rosto.jpg. | fotografia facial {lower}_frente.jpeg
@case
k num_exame | AP_numero | requisicao
v AP-{yy}-##### | B{yy}/#### | REQ########
s Anatomopatológico AP-{yy}-#####. | requisição REQ######## cancelada
t AP-{yy}-#####
@pass
k passaporte | titulo_eleitor
v @@###### | #### #### ####
s Passaporte @@######. | título de eleitor #### #### ####
"""

IT = """
first Ludovica Ermenegildo Ginevra Salvatore Ornella Tiziano Mirella Calogero Fiammetta Renzo Assunta Ettore Donatella Pasquale Viola
last Bertolazzi Scognamiglio De Santis Pavanello Quattrocchi D'Alessandro Marchegiani Lo Presti Tomasello Zambon Ferrigno Castiglioni Pellegrinetti Musumarra Brambilla
towns Cesenatico|Mondovì|Castelvetrano|Feltre|Gallipoli|Orvieto|Voghera|Sondrio|Termoli|Ariano Irpino
streets Via Garibaldi 44/B|P.zza Dante 3, int. 7|Viale dei Mille 120|Loc. Poggio Secco 9|C.so Cavour 18
months gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
mails aosp-collefiorito.it libero.it alice.it
@name
k cognome | nome_cognome | Paziente | nome
v {LAST} {FIRST} | {last} {first} | Sig.ra {last}
u Sig.ra {first} {last} | Sig. {last} {first}
s Il sig. {last} è stato sottoposto a biopsia osteomidollare. | Campione di {first} {last} non idoneo. | La sig.ra {first} {last} ha firmato il consenso.
t {last}_{first}_BOM | {lower}{f}_SP
@kin
k medico curante | referente | coniuge
v Dott. {first} {last} | Dott.ssa {F}. {last} | {first} {last}
s Firmato: Dott.ssa {first} {last} | Sentito il figlio {first} {last} al telefono.
@street
k indirizzo | via | residenza
v {street} | {street}, {town}
u {street}, {town}
s Residente in {street}, {town}. | spedire a {street}
@town
k comune | comune_residenza | luogo_nascita
v {town}
s Vive a {town} con la badante. | Inviato dall'ospedale di {town}.
@postal
k CAP | cap_residenza
v 4#### | 0#1## | 90###
s CAP 47###, zona agricola | domicilio 20### (CAP)
@birth
k data_nascita | nato_il | Data di nascita
v {bd}/{bm}/{by} | {bd}-{bm}-{by} | {bd} {bMon} {by}
s nata il {bd}/{bm}/{by}, ipertesa. | n. {bd}.{bm}.{byy}, LMA
t {bd}{bm}{by}_SP
@day
k data_prelievo | data_intervento | data_ricovero | data_decesso
v {dd}/{mm}/{yyyy} | {d} {Mon} {yyyy} | {yyyy}-{mm}-{dd}
u {dd}/{mm}/{yyyy}
s BOM del {dd}/{mm}/{yy}: cellularità 80%. | Deceduto il {d} {Mon} {yyyy}. | ricovero dal {d} {Mon} per neutropenia
t BOM_{dd}{mm}{yyyy}
@age
k età | eta_anni
v {old} | {old} anni
s Donna di {old} anni, fragile. | pz di aa {old}
@phone
k telefono | cellulare
v 06 ####### | 3## ####### | +39 02 ########
u +39 3## #######
s Cell. 3## #######. | tel. 0543 ######, ore pasti
@fax
k fax | numero_fax
v 06 ####### | +39 051 ######
u Fax 06 #######
s Referto via fax allo 051 ######. | fax: +39 02 #######
@mail
k email | posta_elettronica
v {lower.}@{mail} | {f}.{lower}@{mail}
u {lower.}@{mail}
s Scrivere a {lower.}@{mail}. | questionario da {f}.{lower}@{mail}
@national
k codice_fiscale | CF
v {cf} | {cf}
u {cf}
s C.F. {cf}. | codice fiscale {cf} da tessera
t {cf}
@mrn
k nosologico | numero_cartella | ID_paziente
v {yyyy}###### | ######## | CC-#######
u Nosologico {yyyy}######
s N. nosologico {yyyy}######. | cartella clinica n. ########
t NOS{yyyy}######
@plan
k tessera_sanitaria | polizza
v 80380############## | ##########
s Tessera sanitaria 80380##############. | polizza n. ########## scaduta
@account
k IBAN | conto_corrente
v {iban_it} | {iban_it_}
u {iban_it_}
s Rimborso su {iban_it_}. | c/c {iban_it}
@licence
k patente | ordine_medici
v U1#@#####@ | RM-#####
s Patente U1#@#####@ sospesa. | iscr. Ordine n. RM-#####
@plate
k targa | telaio
v @@ ###@@ | @@###@@
s Incidente, auto targata @@ ###@@. | ambulanza targa @@###@@
@device
k matricola_pacemaker | seriale
v MAT. ####### | PMK@######
s Pacemaker matricola PMK@######. | protesi anca, seriale #######
@url
k sito | link_referto
v https://referti.aosp-collefiorito.it/paz/#######
u https://referti.aosp-collefiorito.it/paz/#######
s Vedi https://referti.aosp-collefiorito.it/paz/#######. | raccolta fondi: gofund.me/{lower}
@ip
k indirizzo_ip | ip
v {ip}
u {ip}
s Diario inviato da {ip}. | accesso, IP {ip}
@print
k impronta_digitale | impronta_vocale
v {hex:32} | IMP-{hex:10}
s Impronta digitale IMP-{hex:10}. | template iride {hex:20}
@photo
k foto_paziente | foto_volto
v {lower}_volto.jpg | IMG_####.jpg
s Foto del volto {lower}_volto.jpg. | fototessera {lower}.png
@case
k num_istologico | accettazione
v I{yy}-##### | {yyyy}/I/#####
s Istologico I{yy}-#####: linfoma di Hodgkin. | accettazione {yyyy}/I/#####
t istologico_I{yy}-#####
@pass
k passaporto | carta_identita
v @@####### | CA#####@@
s Passaporto @@#######. | C.I. CA#####@@ rilasciata
"""
