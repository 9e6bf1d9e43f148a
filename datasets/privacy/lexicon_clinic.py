"""Words that wards write in many languages, and scores, stains and makers named after persons and towns."""

from clinicell.datasets.privacy.wordlist import listed

# Nouns and first words of sentences; without marks on their letters.
CLINIC = listed("""
    hochrisiko niedrigrisiko gabe gaben methotrexat cytarabin cytosin monaten jahren tagen wochen reagenzien duplikate
    haarausfall anhalt hinweis hinweise enfermedad doenca materiaal gott celkovy yleistila lymfkortel benmarven
    hammaren liquor aplasie ficoll paque cytofix cytoperm galore frosty saponin palladium geschwister fremd eltern
    stammzell beckenkamm knochen lymphknotens milzvergrosserung atemnot durchfall erbrechen schmerz schmerzen
    gewicht grosse korper korperlich herz nieren darm magen gehirn nerven rippen becken wirbel hals kopf arm bein
    links rechts beidseits oben unten gross klein hoch niedrig normal erhoht erniedrigt positiv negativ fraglich
    zunachst danach anschliessend aktuell derzeit weiterhin erneut stabil deutlich gering massig schwer leicht
    maladie maladies traitements moelle sang prelevee tumeurs rechutes toxicite tolerance bonne bon mauvais mauvaise
    deuxieme troisieme premiere nouvelle nouveau echantillons congele decongele aspect normal normale normaux
    ganglions foie rate reins poumon poumons peau cerveau liquide cephalorachidien lombaire
    segunda tercera primera nueva nuevo buena buen mala malo tolerancia toxicidad muestras medula ganglios higado bazo
    rinon rinones pulmon pulmones piel cerebro liquido linea lineas extraccion citometria celulas viables
    seconda terza prima nuova nuovo buone buona buono cattiva tolleranza tossicita campioni midollo linfonodi fegato
    milza rene reni polmone polmoni pelle cervello liquido linea malattia malattie trapianto vitale vitali
    segunda terceira primeira nova novo boa bom tolerancia toxicidade amostras ossea ganglios figado baco rim rins
    pulmao pulmoes pele cerebro liquido linha doencas transplante viaveis
    tweede derde eerste nieuwe goede slechte materialen klieren lever milt nieren longen huid hersenen vocht lijn
    ziekten transplantaat levende
    stan ogolny dobry zly drugi trzeci pierwszy nowy nowa calkowita wezel wezly watroba sledziona nerka nerki pluca
    skora mozg plyn linia choroba komorki komorek material
    celkove druhy treti prvni novy nova uzlina uzliny jatra slezina ledvina ledviny plice kuze mozek mok linie nemoc
    bunky bunek kompletni stav
    forsta andra tredje nya nytt god gott daligt komplett lymfkortlar lever mjalte njure njurar lungor hud hjarna
    vatska linje sjukdom celler provet proverna prov hemoglobin forste anden tredje nye knude lymfeknude milt nyre
    nyrer lunger hjerne vaeske linje sygdom proven prover forsok
    ensimmainen toinen kolmas uusi hyva huono imusolmuke maksa perna munuainen keuhkot iho aivot tauti elso masodik
    harmadik uj jo nyirokcsomo maj lep vese tudo bor agy betegseg ilk ikinci ucuncu yeni iyi kotu lenf dugumu
    karaciger dalak bobrek akciger deri beyin hastalik
    zellzahl zellzahlen auftauen eintauen einfrieren ausstrich punktat aspirat erstlinie zweitlinie drittlinie donna
    uomo kobieta mezczyzna kvinna kvinne kvinde mand man frau mann junge madchen doente utente homem mulher menina
    menino hombre mujer varon mujeres nina nino femme homme fille garcon vrouw jongen meisje zena muz chlapec nainen
    mies lebensalter erstdiagnose zweitdiagnose nebendiagnose verdacht ausschluss zustand ausreichend unauffallig
    hamatopoese granulopoese erythropoese megakaryopoese zellularitat lymphozyten monozyten granulozyten
    erythrozyten thrombozyten leukozyten hamoglobin infiltration infiltrat zytologie histologie zytogenetik
    durchflusszytometrie immunphanotyp immunphanotypisierung molekulargenetik mutationsanalyse sequenzierung
    qualitat einzelzellen zellkerne kontrolle kontrollen gesunde spenderlymphozyten vollremission teilremission
    teilansprechen krankheitsverlauf krankheitsprogress progress stammzelltransplantation stammzellen
    konditionierung abstossung graft infekt infektion fieber neutropenie anamie thrombozytopenie panzytopenie
    mukositis ubelkeit transfusion transfusionen katheter erhaltungstherapie induktionstherapie chemotherapiezyklus
    zyklus zyklen dosisreduktion abbruch wechsel beginn ende nachsorge verlaufskontrolle wiedervorstellung
    vorstellung vorstellungen tumorkonferenz aszites pleuraerguss erguss rohr rohrchen edta heparin citrat volumen
    milliliter verdunnung lagerung transport kuhlung stickstoff bereits sehr kein keine nach vor bei mit ohne unter
    nur noch wieder wurde wird ist der die das ein eine im am zum zur viabilite vitalite lyse hemolyse frottis
    myelogramme ponction moelles cellularite infiltrat fievre anemie aplasie consolidation entretien allogreffe
    autogreffe conditionnement inclusion exclusion bilan suivi controle reponse complete partielle progression
    cytogenetique caryotype immunophenotypage immunophenotype sequencage globules plaquettes leucocytes hemoglobine
    erythrocytes lymphocytes prelevements congelation decongelation aliquotes volume femmes hommes enfants age sexe
    aucune aucun pas absence presence apres avant pendant sous chez debut fin arret reprise dossier compte rendu
    examen resultat resultats anatomopathologie service unite equipe muestreo aspirado aspirados celularidad
    hemodiluida hemodiluido extendido extension citogenetica cariotipo inmunofenotipo secuenciacion plaquetas
    leucocitos hemoglobina linfocitos monocitos blastos remision completa parcial recaidas progresion induccion
    consolidacion mantenimiento trasplantes acondicionamiento respuesta ciclo ciclos fiebre anemia neutropenia
    congelacion descongelacion alicuotas viabilidad ninguna ninguno sin con tras antes despues durante bajo inicio
    fin suspension cambio informe examen resultado resultados servicio unidad sangre periferica se el la los las un
    una acude ingresa ingreso alta presenta refiere aspirato striscio cellularita citogenetica cariotipo
    immunofenotipo sequenziamento piastrine leucociti emoglobina linfociti monociti blasti remissione completa
    parziale recidive progressione induzione consolidamento mantenimento condizionamento risposta ciclo cicli febbre
    anemia neutropenia congelamento scongelamento aliquote vitalita nessuna nessuno senza con dopo prima durante
    inizio fine sospensione cambio referto esame risultato risultati reparto unita bambina bambino donne uomini il
    lo la gli le stadio aspirado esfregaco celularidade citogenetica cariotipo imunofenotipo sequenciacao plaquetas
    leucocitos hemoglobina linfocitos monocitos blastos remissao completa parcial recidivas progressao inducao
    consolidacao manutencao condicionamento resposta ciclos febre anemia neutropenia congelamento descongelamento
    aliquotas viabilidade nenhuma nenhum sem com apos antes durante inicio fim suspensao troca laudo exame resultado
    resultados servico unidade homens mulheres delecao iniciou mantem apresenta internado internada em doentes
    beenmergaspiraat uitstrijkje celrijkdom cytogenetica karyotype immunofenotype sequentie trombocyten leukocyten
    hemoglobine lymfocyten monocyten blasten remissie volledige gedeeltelijke recidieven progressie inductie
    consolidatie onderhoud conditionering respons cyclus cycli koorts anemie neutropenie invriezen ontdooien
    aliquots levensvatbaarheid geen zonder met na voor tijdens begin einde stop wissel verslag onderzoek uitslag
    uitslagen afdeling patiente mannen vrouwen kinderen opgenomen benmarg knoglemarv beinmarg prov prove prover
    prover utstryk celltal celler cytogenetik karyotyp immunfenotyp sekvensering trombocyter leukocyter hemoglobin
    lymfocyter monocyter blaster remission fullstandig partiell recidiv aterfall tilbakefall progression induktion
    konsolidering underhall konditionering svar cykel cykler kur kurer feber anemi neutropeni nedfrysning tining
    viabilitet ingen utan uten med efter etter fore for under start slut stopp byte rapport undersokning
    undersogelse resultat avdelning afdeling pojke flicka dreng pige gutt jente barn kvinnor man patienten pasient
    pasienten transplantation stamceller myelom leukemi leukaemi lymfom tumor szpik szpiku krew krwi obwodowa probka
    probki material rozmaz komorkowosc cytogenetyka kariotyp immunofenotyp sekwencjonowanie plytki leukocyty
    hemoglobina limfocyty monocyty blasty blastow remisja calkowita czesciowa nawrot progresja indukcja konsolidacja
    leczenie podtrzymujace kondycjonowanie odpowiedz cykl cykli cyklach goraczka niedokrwistosc neutropenia mrozenie
    rozmrozenie zywotnosc brak bez po przed podczas poczatek koniec wynik wyniki badanie oddzial pacjent pacjentka
    chory chora dziecko szpiczak bialaczka chloniak guz przeszczep dawca plec wiek kostni dren krev vzorek vzorky
    nater bunecnost cytogenetika karyotyp imunofenotyp sekvenovani desticky leukocyty lymfocyty monocyty blasty
    remise kompletni castecna relaps progrese indukce konsolidace lecba odpoved cyklus horecka anemie zmrazeni
    rozmrazeni viabilita bez po pred behem zacatek konec vysledek vysetreni oddeleni pacient pacientka myelom
    leukemie lymfom nador transplantace darce pohlavi vek luuydin luuydinnayte naytteet nayte verinayte remissio
    uusiutuma hoito hoidon potilas diagnoosi solut solujen kuume csontvelo ver minta diagnozis kezeles remisszio
    beteg sejtek maduva osoasa sange proba diagnostic tratament remisie pacient celule recadere kemik iligi kan
    ornek tani tedavi remisyon hasta hucre nuks kostana srz krv uzorak hepatosplenomegalie splenomegalie
    lymphadenopathie adenopathie adenopathies esplenomegalia linfadenopatia
    """)
# Scores, stains, cells and methods called after persons and towns: harmless only before what is called so.
EPONYMS = listed("""
    maecker cheson sokal hasford pelger huet efron loewe bliss hafner bosniak gray cox fine breslow kaplan meier
    salmon durie diamond blackfan frosty galore dukes virchow mallory weiss bence jones
    waldenstrom castleman rosai dorfman erdheim chester langerhans kaposi merkel ewing wilms barrett crohn
    cushing addison graves hashimoto sjogren raynaud marfan turner klinefelter noonan bloom werner cowden gardner
    lynch peutz jeghers gorlin sturge weber hippel lindau recklinghausen bourneville osler rendu willebrand
    bernard soulier glanzmann wiskott aldrich chediak higashi kostmann shwachman pearson evans felty still
    lambert eaton guillain barre parkinson huntington alzheimer pick creutzfeldt jakob
    nottingham fuhrman edmondson steiner deauville lansky auer hans karnofsky lugano mayo
    rai barcelona milan clark breslow masson romanowsky leishman papanicolaou gomori perls ziehl neelsen congo sudan
    jaffe rye cotswolds cotswold costwolds seattle oslo houston heidelberg jewett marshall bismuth corlette okuda
    charlson glasgow apgar child pugh mccormick tanner ranson rockall wells ki manchester vancouver
    paris sydney amsterdam toronto bethesda baltimore banff milano roma vienna kyoto tokyo matutes dohle howell jolly
    cabot pappenheimer russell mott reed sternberg langhans touton virchow krukenberg philadelphia mantel haenszel
    wilcoxon mann whitney kruskal wallis fisher bayes markov gauss poisson dirichlet kolmogorov smirnov shapiro wilk
    spearman pearson kendall hamming levenshtein euclid manhattan leiden louvain tukey student welch levene bartlett
    benjamini hochberg bonferroni jaccard simpson shannon gini lasso huber nelder mead newton raphson hessian cholesky
    """)
# Regions as large as a state.
REGIONS = listed("""
    catalonia catalunya cataluna andalusia andalucia galicia aragon castile castilla leon navarra lombardy lombardia
    tuscany toscana piedmont piemonte sicily sicilia sardinia sardegna veneto liguria flanders vlaanderen wallonia
    brittany bretagne normandy normandie provence aquitaine occitanie alsace lorraine saxony sachsen hesse hessen
    thuringia thuringen brandenburg westphalia westfalen pomerania silesia moravia bohemia transylvania scandinavia
    crimea anatolia punjab gujarat kerala maharashtra karnataka rajasthan queensland tasmania manitoba saskatchewan
    alberta yukon nunavut hokkaido kansai kanto guangdong sichuan yunnan hunan hubei henan shandong zhejiang jiangsu
    """)
# What laboratories write.
BENCH = listed("""
    prussian merck biotec zombie countess trypan dichtegradient nekrose benmarv benmargen
    hgnc possorted beacopp jaspar phosphoflow resequenced resequencing loinc snomed meddra rxnorm icdo isbt flairr
    chop rchop flag ida hyper cvad vrd vcd kcr dara bortez isa vtd aza ven midos gilter clag fla mitox eoc esa tpo
    gcsf atg cy tbi bucy flubu melph beam atra ato hovon eortc swog ecog nccn esmo iwg elng iss riss ipss ripss ipi
    nhl samplesheet runinfo demultiplexed demultiplexing havana gtf gff gff3 gencode refgene ucscgene transcriptid
    exonnumber tagmentation tagmented tagment fragmentation sonication bioruptor covaris eppendorf sarstedt
    vacutainer streck paxgene cryovial cryovials cryotube cryotubes mrfreeze dmso rpmi imdm stempan stemspan
    cellbanker fbs bsa pbs hbss edta acd cpda heparinised heparinized citrated ficolled buffy plasmas serums cellqc
    scds scdblfinder solo vireo cellassign azimuth symphony harmony bbknn liger mnn conos seurat scvi totalvi peakvi
    multivi scanvi ldvae trvae scgen cpa nichenet liana commot squidpy cellcharter banksy spagcn stagate commandline
    thread threads jvm gatkcommandline vep hmm pairhmm mapq baseq bqsr hsmetrics rnaseqc multiqc
    """)
