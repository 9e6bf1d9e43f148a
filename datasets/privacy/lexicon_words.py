"""Words that stand where a name may stand: those that are names as well, and those that never name a person."""

from clinicell.datasets.privacy.wordlist import listed

# Names that are words as well, of English, German or the laboratory: they count only where capitals stand as in names.
AMBIGUOUS = listed("""
    a al amber an and april august austin autumn axel bach bank baron barry bates beck bell ben berg berry bill
    bishop blake bob bond brook brown bush butler carpenter chad chan chance chase church clay cliff cook cox cruz
    crystal dale dan dawn day dean del den des devon do don dong drew du duke earl ed em eve faith falk fall field
    fisher ford forest forever foster fox franco frank gail gene germ gin glen grace grant gray green ha hall
    hammer han hart has hay haze hazel he heath henry herb hill ho holly hong hope houston hunt hunter in iris is
    ivy jan jay jet jo joy june kay ken kent kern kim king kiss la lab lam lamb lance lane lang lange laurel law
    le lee les levy lily lim lima lin line lo long lotus love low lowe lu lucky ma mack mai man mann many march
    mark marsh mason max may mei mercy miles mill mina mine minor mint mio miracle mo moon mora mu musa nam nan no
    noble north novel oak olive opal or order pace page pan par park pau pearl pen penny per pet pia pierce pine
    pop porter post powers price prince pro ray read red reed rice rich ridge ring rio river rocky rosa rose ross
    ruby rust sage sam sara sari saul sea sen set shaw shore silver simple sky slater song spring st star stark
    stella stem stone storm strand summer sun sung tan tang tea temple ten thor topal trace tran tu ty urban van
    viola violet von vos wall ward warren water wells west white will wills winter wolf wood woods worth wren
    wright xin yan ye young yu zen zhu
    """)
# Persons after whom a disease, a stain, a method or a maker is called, cell lines, and towns that stand in those.
EPONYMS = listed("""
    abbott agilent aldrich alexa alport alzheimer amsterdam angioimmunoblastic ann arbor aria ataxia aurora
    basedow bayes beckman becton behcet bence benjamini bgi binet bio biolegend biorad bioscience bonferroni
    boyden bradford bristol burkitt byar caco cajal calu canon canto carlo castleman cellranger chagas charcot
    chediak claude cockayne colorado cooley corning coulter cowden crohn cronbach cushing cytek daudi denys
    dickinson diels donnan dorfman down dulbecco dunn dupuytren durie durkin eadie ehlers eisen elmer eppendorf
    epstein erdheim euler ewing fabry falcon fanconi farage ficoll fleischer fluidigm fluor fontana fortessa
    fraumeni freund friedreich gaucher gaussian geimsa geneva genomics gibco giemsa gleason golgi goodpasture
    gorlin gram granta graves grunwald guillain hageman hamamatsu hanks hardy harmony hausdorff heinz helios hella
    henle hering hirschsprung histopaque hodgkin hoechst hosmer huntington hurler illumina invitrogen ishak
    jaccard jacob jakob jeko jolly jurkat kaplan kaposi karnofsky karpas kasumi kearns kelly kelvin kendall
    kikuchi klinefelter kolmogorov kopn kostmann krabbe kruskal kupffer langer langerhans langhans leica leiden
    lennert leukemia leydig li lilly lineweaver lonza loucy louvain lugano lund lynch macrogen mahalanobis malme
    malt mann mantel marfan marimo markov masson may meier menkes merkel michaelis miltenyi mino mission monocle
    monte moran nalm namalwa nikon nissl noonan northern novo novogene olympus oxford pacific paget palade
    papanicolaou parkinson pasteur perkin peyer pfizer philadelphia plummer poisson pompe purkinje qiagen rai raji
    ramos rappaport raynaud reh rhapsody roche rokitansky romanowsky rosai sachs sanger scanpy schiff schwachman
    schwann seattle sertoli seurat sezary shannon shwachman sigma sjogren smart smirnov sony southern spearman
    spitz sternberg sturge swiss symphony takara takayasu tapestri tay tecan thermo thp toledo tukey umap utah
    velocyto ventana vero vienna virchow von waldenstrom wallis warburg ward welch western whipple whitney
    wilcoxon willebrand wilms wiskott wright zeiss zellweger zollinger
    """)
# Words that stand capitalised behind a role or a title and are no names.
NO_NAMES = listed("""
    accession adverse alignment all amplicon analysis and angekommen annotation any are arrive arrivee assigned
    atac auf aus avec bam barcode barcodes baseline be been before bei bin biopsy both bulk calls can captured
    characteristics che cite clonal clones code coded codes column columns complete con confirmed congelato
    consented copied could counts coverage cryopreserved dans das days dead deceased dem den der derived des
    details did die died do does doublet dropout dropped duplicate e each een ein eine either el en enrolled
    erhalten est et events every excluded experiment extracted failed fastq features filtered first following for
    free fresh from frozen fue gating gender genotype genotypes gli had has hat here het high history hours id
    identifier identity ids il included index induction info information initials input intermediate is isolate
    ist kam known la labelled labels las last later le les level library likely live llegaron llego lo loaded los
    matched matrix may median met metadata minutes missing mit mixed molecule morning mutant naar nach name names
    next nicht niet no nobody none not noted nr nuclei num o of ohne ontvangen or outcome outside para passed
    patientin pellet per pool pooled por post pour pre prior processed pseudonym purified quality que qui ratio
    raw reads ready received recu recue recurrence refait refractory relapsed released remission removed replicate
    respond responder responders saint san sans santa second secondary senza serum sex should sin small some
    sorting source specific split stain stained start stimulated stored stratified strip subclone subset sur
    suspended tagged taken tarde that thawed the then third this timepoint to treated treatment trimmed tube twice
    type typing una unassigned und une uns unsorted unstimulated untreated value variant variants viability vial
    volume vom von voor vor was were which who whose will wird with would wurde y yes zonder zum zur
    """)
