"""The words that name things: of dictionaries, ontologies and libraries; `derive_vocabulary` says whence they come."""

import gzip
import re
from functools import cache
from pathlib import Path

from clinicell.datasets.privacy import lexicon, lexicon_clinic, lexicon_words, lexicon_world
from clinicell.datasets.privacy.wordlist import listed

_DATA = Path(__file__).parent / "data"
_PEOPLE = lexicon.GIVEN | lexicon.FAMILY | lexicon_world.GIVEN | lexicon_world.FAMILY
# What laboratories write and no dictionary holds: makers, instruments, software, lines, methods, forms of files.
LABORATORY = listed("""
    abcam abseq actinomycin adata affymetrix agilent airr alevin allophycocyanin amnis ampliseq anaconda anndata
    aneuploid annovar apache applied aria ascii atac attune aurora avidity azenta azure bacillus bafs bamfile
    barcoded basespace bcftools beckman becton bedtools benchling bigwig bioanalyzer bioconda bioconductor biocore
    bioconda biolegend biomart biomek biorad biorender bioscience biosciences biosystems bioturing bismark biowulf
    bonferroni boolean bowtie bowtie2 bulkrna bwameth byteord calico canto capillary carlsbad catalog celaref
    cellbender cellchat cellhashing celllabel cellmarker cellosaurus cellphonedb cellranger cellsnp celltype
    celltypist cellxgene centroid chemokine chromvar cibersort circos citeseq clinvar clonotype clonotypes cloupe
    cnvkit codex colab combat commonsense conda copykat coulter cowplot cram croissant cromwell cromium ctcs cwltool
    cytek cytobank cytof cytokit cytosol cytoscape danenet datalad dataframe datatype dbgap dbsnp deconvolution
    deepvariant delins demux demuxafy demuxlet deseq diagenode diffusionmap dnase docker doubletfinder dplyr droplet
    droplets dropseq drugbank ecog edger eftud eggnog eisai elixir eln embl emptydrops encode ensembl entrez epcam
    epigenomics eppendorf ercc eryth escalate etag eukaryota evenness excel exome facs facsaria facscalibur
    facscanto facscelesta facsdiva facslyric facsmelody facssymphony facsverse falcon fastp fastq fastqc fcsexpress
    featurecounts ficoll figshare filename flowcytometry flowjo flowrepository flowsom fluidigm fluorochrome
    fluorophore fortessa freebayes freesurfer galaxy gallios gatk gencode genentech genepattern genomicranges
    genotyped ggplot giab gibco gitlab gnomad granulo graphpad grch grcm greenleaf guideseq haplotypecaller
    harmonypy hashsolo hashtag hashtags hdf hela helios hg hierarch hisat histopaque hiseq hocomoco homer homo
    hochberg hpc htseq htslib hugo hvgs hgvs hypergate hyperion vcfv icgc idat ifng igraph ighv iglv igkv ilastik
    illumina imagej imgt immport immunarch immunophenotype inchi inchikey incucyte indexsort indrop indrops infercnv
    infinium inmunol integrin invitrogen ionomycin iseq isotype isoseq jackstraw cellpose stardist mesmer deepcell
    napari qupath baysor proseg java javascript jena json juicer jupyter jurkat kallisto karyotype kaggle keras
    kmeans kraken lamanno leafcutter leica leiden leukapheresis lightgbm lineagetracing liftover limma linux loess
    lognorm loom loupe louvain lsrfortessa lsrii luminex lymphodepletion lymphoprep lyoplate macos macosko macs
    macsquant macsima magnani mageck majiq manifold manta maplotlib marsseq masscytometry matlab maxima maxpar
    mclust mdscan megakaryo melan membranous merfish mesoscale metacell metacells metadata methylkit microarray
    microwell milopy miltenyi minerva minion miseq miniconda minimap mitoclone mixcr mkfastq mlflow modkit molgenis
    moma monocle moran mosdepth msigdb mudata multiome multiqc multiseq mulitplex muscat mutect myeloma nanodrop
    nanopore nanostring ncbi ncit nextera nextflow nextseq nfcore ngmlr nikon novaseq novogene numpy obo obsm obsp
    obsmap octopus oligodt olink omero omics omnipath oncokb openpyxl oracle orcid orphanet osteo outs oxford pacbio
    paga panglaodb panglao paralog parquet partek pbmc pbmcs percp perl pharmgkb phenograph phycoerythrin picard
    pipeline pixelator plasmacytoid plink pneumo polya polyploid precellar prefiltered promega promethion promoter
    pseudobulk pseudotime psiblast pubchem pubmed pycharm pyscenic python pytorch qiagen qpcr quantstudio qubit
    quickstart racle rapamycin rarefaction readme redcap refdata refseq regulon regulons revio rhapsody ribo
    ribosomal roche rosettasep rrbs rrid rstudio rsync sagemaker salmon sambamba samtools sanger sbatch scaden
    scanorama scanpy scatac scenic scikit scmap scmethyl scnmt scran scrublet scrna scrnaseq scvelo scvi scverse
    seqfish seqwell seqwell seurat sickle silico singlecell singler singularity sinto slingshot slurm smartseq
    smartseq2 snakemake snpeff snuc snucleus solo sony souporcell souporcell spaceranger spatialde spectroflo
    splatter spliceosome spotlight squidpy starsolo starlight statsmodels stemcell stereoseq strelka subread
    subsample sureselect synapse takara tapestri targetscan taqman tcga tecan tensorboard tensorflow tertile thermo
    thermofisher tidyverse timepoint timepoints totalseq tpms tracer traml trimgalore trimmomatic trizol truseq
    tximport ubuntu ucell ucsc umap umis uniprot unix unfiltered unstim usegalaxy utf varscan vartrix vcfs velocyto
    ventana vireo visium vizgen wasp wdl wgbs wikidata wildtype windows woltka xenium xenograft xgboost xlsx yaml
    zarr zeiss zenodo zoom zymo begindata enddata beginanalysis endanalysis beginstext endstext nextdata cytsn
    datatype btim etim proj smno abrt cellclass csmode csvbits csvdata sysn lasername trigger lastmodified
    lastmodifier originality carrierid carriertype locationid wellid plateid platename exportusername exporttime
    guid autobs laserdelay laser laserasf threshold fsc ssc fjcell cytometer flowrate bdfacs bdspectrum tubename
    experimentname apply compensation fileformat contig contigs ploidy qual filterline refseqs haplotype acute
    allogeneic autologous blasts bmmc bmmcs busulfan cytarabine daunorubicin decitabine azacitidine venetoclax
    ruxolitinib midostaurin gilteritinib quizartinib ibrutinib fludarabine melphalan pembrolizumab nivolumab
    ipilimumab atezolizumab rituximab dasatinib nilotinib imatinib bortezomib carfilzomib lenalidomide daratumumab
    pantumor plasmablast promonocyte promyelocyte relapsed refractory remission chimerism immunophenotypic
    karyotypic leukemic leukaemic lymphoblasts monoblast monocytic myeloblast myelomonocytic erythro erythroid
    megakaryocytic mono prog cdc pdc treg tregs tcell bcell nkcell plasmablasts memory naive effector exhausted
    tumour tumor normal burkitt hodgkin raji daudi ramos namalwa kasumi molm jurkat thp karpas nalm reh hela hek
    intron introns intronic exonic intergenic frameshift nonframeshift stopgain stoploss startloss nonsynonymous
    synonymous splicing missense nonsense utr kegg wikipathways chipatlas unibind hallmark grnboost geneformer scgpt
    celloracle morula morulae blastocyst zygote cytomics pancan pancancer snvs cnvs indels readcounts adipogenesis
    myogenesis angiogenesis aneuploidy trajectory pseudotimes spikein spikeins truth truetree ngts barnyard germany
    france italy spain portugal netherlands belgium austria switzerland england scotland wales ireland europe
    european america american usa canada canadian mexico brazil argentina chile india china chinese japan japanese
    korea korean australia australian africa african asia asian poland sweden swedish norway denmark finland iceland
    greece turkey israel egypt nigeria russia ukraine german french italian spanish dutch british irish latin
    hispanic caucasian english deutsch
    """)
# What wards write in other languages than English, in nouns that no program speaks of.
_WARDS = listed("""
    knochenmark blut blutbild diagnose diagnosen therapie behandlung patient patienten patientin patientinnen
    rohrchen roehrchen probe proben probennummer material zellen zelle rezidiv remission induktion erhaltung
    konsolidierung transplantation spender spenderin empfanger leukamie lymphom myelom tumor tumoren karzinom
    metastase metastasen biopsie gewebe milz leber niere lunge haut lymphknoten klinik klinikum krankenhaus
    universitat universitatsklinikum abteilung institut labor arzt arztin pflege station aufnahme entlassung verlauf
    befund befunde anamnese alter geschlecht mannlich weiblich geburtsdatum geburt geburtsort wohnort adresse
    anschrift strasse telefon handy nummer kennzeichen ausweis versicherung krankenkasse untersuchung punktion
    einsendung eingang entnahme bemerkung bemerkungen kommentar zeitpunkt tag tage woche wochen monat monate jahr
    jahre uhr morgens abends januar februar marz april juni juli oktober dezember montag dienstag mittwoch
    donnerstag freitag samstag sonntag platte tiefgefroren aufgetaut vitalitat blasten dosis medikament nebenwirkung
    ansprechen mutter vater kind sohn tochter bruder schwester ehefrau ehemann hausarzt foto fingerabdruck moelle
    osseuse sang prelevement prelevements echantillon echantillons diagnostic traitement rechute patiente patients
    hopital clinique service medecin infirmiere naissance domicile tube deuxieme premier cellule cellules leucemie
    lymphome myelome tumeur biopsie foie rate peau ganglion sejour dossier janvier fevrier mars avril mai juin
    juillet aout septembre octobre novembre decembre semaine mois annee matin greffe donneur chimiotherapie medula
    osea sangre muestra muestras diagnostico tratamiento recaida paciente pacientes hospital clinica medico
    nacimiento domicilio celula celulas leucemia linfoma mieloma tumor higado bazo piel ganglio enero febrero abril
    mayo junio julio agosto septiembre octubre noviembre diciembre semana meses trasplante donante quimioterapia
    midollo osseo sangue campione campioni diagnosi trattamento recidiva paziente pazienti ospedale nascita
    residenza cellule leucemia fegato milza cute linfonodo gennaio febbraio aprile maggio giugno luglio agosto
    settembre ottobre dicembre settimana settimane mesi trapianto donatore chemioterapia beenmerg bloed monster
    monsters diagnose behandeling recidief patient patienten ziekenhuis geboorte woonplaats cellen cel leukemie
    lymfoom lever milt huid lymfeklier januari februari maart mei augustus week weken maanden donor chemotherapie
    medula ossea amostra amostras sangue recidiva hospital nascimento celulas figado baco pele janeiro fevereiro
    marco maio junho julho setembro outubro novembro dezembro semanas transplante doador quimioterapia
    """)
_OF_CLINICS = (lexicon_clinic.CLINIC | lexicon_clinic.REGIONS | lexicon_clinic.BENCH) - _PEOPLE
# What may be put behind a word, or before one, and makes no name of it.
_TAILS = ("s", "es", "ed", "ing", "like", "seq", "plex", "omics", "ome", "id", "ids", "set", "score", "pos", "neg",
          "high", "low", "hi", "lo", "dim", "bright", "positive", "negative", "mab", "nib", "ase", "omab", "cyte",
          "cytes")  # fmt: skip
_HEADS = ("non", "pre", "post", "anti", "sub", "multi", "re", "un", "micro", "nano", "bio", "pseudo", "cryo", "immuno",
          "cell", "flow", "gene", "auto", "hyper", "poly", "mono")  # fmt: skip
# The stems of the international nonproprietary names: what ends so is a drug.
_DRUG = re.compile(
    r"[a-z]{3,}(?:nib|sib|tib|lib|rib|mab|clax|stat|platin|rubicin|blastine|cristine|mycin|parib|dronate|statin|azole|"
    r"sartan|cept|leukin|tide|cillin|oxacin|tinoin|citabine|trexate|rafenib|denib|degib|domide|rolimus|zomib|toclax|"
    r"sertib|lisib)"
)
# Endings of medicine and of abstract nouns, which no name has; and what compounds of the ward end in.
_ENDINGS = re.compile(
    r"[a-z]{3,}(?:itis|aemia|aemie|emia|emie|hemie|pathie|pathia|pathy|logie|logia|logy|graphie|grafie|grafia|graphy|"
    r"skopie|scopie|scopia|scopy|metrie|metria|metry|ektomie|ectomie|ectomia|ectomy|genese|genesis|genetik|genetica|"
    r"genetique|zytose|cytose|cytosis|zyten|cyten|cytes|cytter|cyter|penie|penia|plasie|plasia|plasien|trophie|"
    r"philie|philia|urie|uria|blasten|blaster|blastes|fibrose|nekrose|thrombose|sklerose|tionen|ierung|ierungen|zione|"
    r"zioni|ciones|heit|heiten|keit|keiten|schaft|ismus|isme|ismo|itat|itaten|iteit|itet|dades|mente|wanie|"
    r"anteil|befund|befunde|biopsie|biopsien|biopsia|behandlung|blut|blutung|diagnose|diagnostik|dosis|entnahme|erguss|"
    r"erkrankung|gabe|gehalt|gewebe|grenze|infiltration|kontrolle|krankheit|kriterien|linie|markierung|material|menge|"
    r"messung|mittel|phase|probe|proben|punktion|quote|rate|reihe|spende|spender|spenderin|spendersuche|suche|stadium|"
    r"suspension|temperatur|test|therapie|transfusion|transplantation|untersuchung|verfahren|verlauf|verlust|volumen|"
    r"wechsel|wert|werte|wirkung|wirkungen|zahl|zahlen|zeichen|zeit|zellen|zustand|zyklus|zytometrie|analyse|"
    r"cellen|celler|celle|prover|proven|marg|margen|marv|tilstand|tillstand|sykdom|sjukdom|sygdom|behandling|"
    r"onderzoek|afname|waarde|waarden|ziekte|klierbiopsie|ung(?<=.{9}))"
)
# Names that end so.
_NAMES_SO_ENDED = listed("""
    concepcion asuncion encarnacion clemente vicente valente llorente lorente puente monserrate serrate clarate
    zapata hartung amelung hornung adelung breitung lorenzeit hochzeit freizeit spielrate benmente armitage
    """)
_SHORTEST = 4  # letters of what is left of a word without head or tail


@cache
def _listed(name: str) -> bytes:
    """Return a list of words as its file holds it: one a line, sorted."""
    return gzip.decompress((_DATA / f"{name}.txt.gz").read_bytes())


@cache
def _begun(name: str, start: str) -> frozenset[str]:
    """Return the words of a list that begin with `start`: of a quarter of a million words a text asks for few."""
    lines, wanted = _listed(name), start.encode()
    first, last = (_line_from(lines, word) for word in (wanted, wanted + b"\xff"))
    return frozenset(lines[first:last].decode().split("\n"))


def _line_from(lines: bytes, wanted: bytes) -> int:
    """Return where the first of sorted lines begins that is not below `wanted`."""
    low, high = 0, len(lines)
    while low < high:
        middle = lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = lines.find(b"\n", middle)
        end = len(lines) if end < 0 else end
        if lines[middle:end] < wanted:
            low = min(end + 1, high)
        else:
            high = middle
    return low


def _is_listed(name: str, word: str) -> bool:
    return word in _begun(name, word[:2])


@cache
def is_harmless(word: str) -> bool:
    """Whether a word in lower case, without marks, is known to name a thing wherever it stands.

    Examples
    --------
    >>> is_harmless("marrow"), is_harmless("unsequenced"), is_harmless("quispe")
    (True, True, False)
    """
    if word in LABORATORY or word in _WARDS or word in _OF_CLINICS:
        return True
    if word in _PEOPLE and word not in lexicon.ORDINARY and word not in lexicon_words.NO_NAMES:
        return word in lexicon_words.AMBIGUOUS
    if len(word) > 7 and word not in _NAMES_SO_ENDED and _ENDINGS.fullmatch(word):
        return True
    return _is_word(word) or _DRUG.fullmatch(word) is not None or any(
        len(word) - len(tail) >= _SHORTEST and word.endswith(tail) and _is_word(word[: -len(tail)]) for tail in _TAILS
    ) or any(
        len(word) - len(head) >= _SHORTEST and word.startswith(head) and _is_word(word[len(head) :]) for head in _HEADS
    )  # fmt: skip


def is_eponym(word: str) -> bool:
    """Whether a word in lower case stands in a term of an ontology, with a capital: harmless beside other words."""
    return word in lexicon_words.EPONYMS or _is_listed("eponyms", word)


def is_named_after(word: str) -> bool:
    """Whether scores, stains, cells or methods are called by a word in lower case."""
    return word in lexicon_clinic.EPONYMS or is_eponym(word)


def is_person(word: str) -> bool:
    """Whether the lexicons know a word in lower case as a name, and nobody as anything else."""
    return word in _PEOPLE and not is_harmless(word)


def _is_word(word: str) -> bool:
    return word in LABORATORY or word in lexicon.ORDINARY or word in lexicon_words.NO_NAMES or _is_listed("words", word)
