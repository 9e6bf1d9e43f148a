# ruff: noqa: E501 - a table: one column of a laboratory is one row
"""Columns and prose of a single-cell laboratory that look like identifiers and are none."""

# A column's name and its values, six or fewer, between bars
COLUMNS = """
gene_symbol|MARCHF1|SEPTIN9|DELEC1|MARC2|OCT4|NOV
gene_name|JUN|MAY1|HLA-DRB1|TRAV1-2|IGHV3-23|LINC01128
feature_id|ENSG00000198851|ENSG00000156738.18|ENSG00000090382|ENSG00000105374|ENSG00000174059|ENSG00000184640
transcript_id|ENST00000361390.2|ENST00000361453.3|ENST00000361624.2|ENST00000361739.1|ENST00000361851.1|ENST00000361899.2
refseq|NM_000546.6|NM_004333.6|NR_046018.2|NP_000537.3|NC_000017.11|NM_022552.5
uniprot|P04637|P15056|P01730|Q9Y6K9|P28907|A0A024R1R8
hgnc_id|HGNC:11998|HGNC:1097|HGNC:1674|HGNC:1633|HGNC:3236|HGNC:6407
entrez_id|7157|673|915|931|4069|100287102
barcode|AAACCTGAGCGTAGTG-1|AAAGATGCATTCTCAT-1|AACTCCCGTTGGACCC-1|CAGCATACAGTCCTTC-1|GTACTTTGTCCAAGTT-1|TTTGTCACAGACAAAT-1
cell_barcode|ACGTTGCA_GGATCCAA_TTGACGTA|CAGTTGCA_GGATCCAA_TTGACGTC|GCGTTGCA_GGATACAA_TTGACGTA|ACTTTGCA_GGATCCAG_TTGACGTA|ACGATGCA_GGATCCAA_TAGACGTA|ACGTTGCC_GGATCCAA_TTGTCGTA
cell_line|HL-60|KG-1|MOLM-13|Jurkat, Clone E6-1|HeLa|Daudi
cellosaurus|CVCL_0002|CVCL_0374|CVCL_2119|CVCL_0065|CVCL_0030|CVCL_0008
ensembl_release|93|98|104|109|110|112
gencode|v27|v32|v38|v43|v44|v46
census_version|2023-12-15|2023-12-15|2024-07-01|2024-07-01|2025-01-30|2025-01-30
mondo_release|2024-01-03|2024-01-03|2024-01-03|2024-05-08|2024-05-08|2024-05-08
reference|GRCh38.p14|GRCh38.p13|hg19|T2T-CHM13v2.0|GRCm39|refdata-gex-GRCh38-2020-A
doi|10.1038/s41586-021-03569-1|10.1016/j.cell.2019.01.031|10.1182/blood.2022016867|10.1101/2021.03.31.437826|10.1158/2643-3230.BCD-20-0108|10.5281/zenodo.7041849
publication|https://doi.org/10.1038/s41591-019-0468-5|https://doi.org/10.1016/j.cell.2019.01.031|https://doi.org/10.1038/s41586-021-03569-1|NA|NA|NA
pmid|30827681|31836872|34552244|29608179|33293622|35649411
software_version|7.1.0|8.0.1|2.7.10b|0.24.1.1|3.1.2.0|1.10.4
pipeline|cellranger-7.1.0|STARsolo_2.7.10b|alevin-fry 0.8.2|kb-python 0.28.0|Seurat 5.0.1|scanpy 1.10.1
kit_lot|Chromium Next GEM 3' v3.1|PN-1000268|PN-1000127|PN-1000215|PN-2000240|PN-1000121
catalog_number|130-090-101|555485|300414|A10530|11965-092|F0926
antibody|CD34 PE-Cy7 (8G12)|CD117 APC (104D2)|CD45 V500 (HI30)|CD38 BV421 (HIT2)|HLA-DR APC-H7 (G46-6)|CD33 PerCP-Cy5.5 (P67.6)
clone|UCHT1|RPA-T8|SK7|HI30|M5E2|3G8
rrid|AB_2564590|AB_314056|AB_2750155|SCR_016341|AB_10895974|CVCL_0004
totalseq|A0034|B0072|C0154|A0390|C0087|A0159
plate|Plate_07|PL-0012|384-003|P1_A|P1_B|P2_A
well|A01|B12|H07|P24|C3|D11
plate_position|P03-A01|P03-A02|P03-A03|P03-B01|P03-B02|P03-B03
umap_1|-3.41872|12.08834|0.57319|7.91027|-8.33350|2.20981
spatial_xy|(1042, 877)|(1043, 901)|(998, 654)|(12, 1790)|(776, 778)|(401, 12)
array_row_col|50, 102|3, 43|59, 19|14, 94|73, 97|5, 3
interval|chr1:10109-10357|chr1:180730-181630|chr2:199400-200112|chrX:100005-100910|chr17:7668402-7687550|chrM:1-16569
variant|chr17:7675088:C:T|chr4:105234567:G:A|2:25234373_G>A|NPM1 p.W288fs*12|FLT3-ITD 54 bp|DNMT3A R882H
hgvs|NM_000546.6:c.524G>A|NM_004333.6:c.1799T>A|NP_000537.3:p.Arg175His|NM_022552.5:c.2644C>T|NM_002520.7:c.860_863dup|NC_000017.11:g.7675088C>T
dbsnp|rs28934578|rs113488022|rs121913502|rs147001633|rs1042522|rs429358
cosmic|COSV52662035|COSM476|COSV56056643|COSM10648|COSV61005023|COSM521
geo_accession|GSE116256|GSE120221|GSM3587923|GSM3587924|GSE185381|GPL24676
accession|EGAS00001003266|EGAD00001004651|EGAN00001712389|phs001657.v2.p1|phs000178|PRJNA477870
sra_run|SRR7881399|SRR7881400|ERR3215104|DRR175182|SRX4719235|SAMN10076543
arrayexpress|E-MTAB-7316|E-MTAB-8410|E-GEOD-75688|S-BSST651|E-ANND-3|E-HCAD-4
donor_id|D01|D02|D03|D04|D05|D06
donor|AML-0123|AML-0124|HD03|HD04|BM5-34p|OCI-AML3
patient|P12|P13|P14|P15|P16|P17
patient_id|PT-a81f|PT-03bc|PT-9e1d|PT-77c0|PT-1d2e|PT-5b6a
subject|Subject 4|Subject 5|Control 2|Control 3|Subject 6|Subject 9
sample|AML329-D0|AML329-D20|AML329-D37|AML556-D0|AML556-D15|AML556-D31
sample_id|S1_BM_T0|S1_BM_T1|S1_PB_T0|S2_BM_T0|S2_BM_T2|S3_PB_T0
library|Lib-A|Lib-B|SI-GA-A3|SI-TT-H7|GEX_L001|ADT_L002
timepoint|D0|D14|D28|C2D1|M3|relapse
time_since_diagnosis|+0 d|+29 d|+112 d|-7 d|+1.5 y|+36 mo
days_from_diagnosis|0|28|-7|365|1204|90
study_day|Day 1|Day 15|Day 29|Week 12|Month 6|Screening
weeks_on_treatment|0|4|8|12|24|52
age_band|18-29|30-39|60-69|70-79|80-89|90+
age_group|<18|18-64|65-89|>89|18-64|65-89
age|34|61|77|45|89|18
development_stage|HsapDv:0000155|HsapDv:0000087|adult stage|67-year-old stage|newborn stage|eighth decade stage
sex|female|male|female|unknown|male|female
year_of_diagnosis|2011|2014|2017|2019|2020|2022
ethnicity|HANCESTRO:0005|HANCESTRO:0010|HANCESTRO:0021|unknown|HANCESTRO:0014|HANCESTRO:0005
country|Germany|United States|Portugal|Poland|Sweden|Netherlands
region|Bavaria|California|Catalonia|Scotland|Ontario|New South Wales
site|S1|S2|site-3|Center A|Center B|institution_04
disease|Burkitt lymphoma|Hodgkin lymphoma|Waldenström macroglobulinemia|Ewing sarcoma|Wilms tumor|Sézary syndrome
syndrome|Down syndrome|Fanconi anemia|Li-Fraumeni syndrome|Lynch syndrome|Diamond-Blackfan anemia|Shwachman-Diamond syndrome
stage|Ann Arbor IIIB|Binet C|Rai II|Durie-Salmon IIA|Ann Arbor IE|Binet A
grade|Gleason 4+3=7|Nottingham grade 2|Fuhrman 3|Edmondson-Steiner II|Deauville 4|Lansky 80
stain|Wright-Giemsa|May-Grünwald|Prussian blue|Masson trichrome|Ki-67|Sudan black
method|Leiden|Louvain|Harmony|Wilcoxon|Benjamini-Hochberg|Mann-Whitney
cell_ontology|CL:0000236|CL:0000624|CL:0000576|CL:0000557|CL:0001054|CL:0000084
tissue_ontology|UBERON:0002371|UBERON:0000178|UBERON:0002106|UBERON:0000029|UBERON:0002048|UBERON:0000955
disease_ontology|MONDO:0018874|MONDO:0004947|PATO:0000461|MONDO:0009693|MONDO:0018881|MONDO:0005062
assay|EFO:0009922|EFO:0009900|EFO:0030003|EFO:0008931|10x 3' v3|Smart-seq2
icd10|C92.0|C91.1|C90.0|D46.9|C83.3|C81.1
icd_o_3|9861/3|9823/3|9732/3|9989/3|9680/3|9650/3
snomed|91861009|92814006|109989006|109995007|109969005|118599009
loinc|26464-8|718-7|777-3|30394-1|6690-2|33358-3
atc|L01BC07|L01BB05|L01EX10|L01FC01|L01DB06|L01XX52
drug|venetoclax|Vincristine|azacitidine|Midostaurin|daratumumab|CPX-351
chebi|CHEBI:133021|CHEBI:28445|CHEBI:2038|CHEBI:63452|CHEBI:28680|CHEBI:41774
cas_number|1257044-40-8|57-22-7|320-67-2|120685-11-2|147-94-4|20830-81-3
pubchem_cid|49846579|5978|9444|9829523|6253|30323
smiles|CC1(CCC(=C(C1)C2=CC=C(C=C2)Cl)CN3CCN)C|C1=NC(=NC(=O)N1)N|CN(C)C|O=C(O)C|C1CCCCC1|CCO
regimen|7+3|FLAG-IDA|VRd|R-CHOP-21|BEACOPP|Hyper-CVAD
karyotype|46,XX,t(8;21)(q22;q22)[20]|46,XY[20]|45,XY,-7[18]/46,XY[2]|47,XX,+8|46,XX,inv(16)(p13q22)|45,X,-Y
hla|A*02:01|B*07:02|DRB1*15:01|C*07:01|DQB1*06:02|A*24:02
cdr3|CASSLGQAYEQYF|CASSPDRGGYEQFF|CAVRDSNYQLIW|CARDRGYSSGWYFDYW|CQQYNSYSWTF|CASSIRSSYEQYF
clonotype|clonotype1|clonotype2|clonotype17|None|clonotype3|clonotype1
isotype|IGHG1|IGHA2|IGHM|IGHD|IGHE|IGHG4
flowcell|HFWFVDMXX|HWJ7KBBXX|HKFG3DRX2|HGYWYDSXY|H5LVWDSXX|HLF7CDSX3
read_name|L001:1:1101:1380:1000|L001:1:1101:2266:1000|L001:1:1102:5132:1000|L002:1:2204:9770:8312|L002:2:2204:1009:4977|L003:1:1310:1187:2206
md5|d41d8cd98f00b204e9800998ecf8427e|9e107d9d372bb6826bd81d3542a419d6|e4d909c290d0fb1ca068ffaddf22cbd0|a3cca2b2aa1e3b5b3b5aad99a8529074|0cc175b9c0f1b6a831c399e269772661|92eb5ffee6ae2fec3ad71c777531578f
file_sha256|9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08|60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752|fd61a03af4f77d870fc21e05e7e80678095c92d808cfb3b5c279ee04c74aca13|a4e624d686e03ed2767c0abd85c14426b0b1157d2ce81d27bb4fe4f6f01d688a|NA|NA
file_name|features.tsv.gz|barcodes.tsv.gz|matrix.mtx.gz|possorted_genome_bam.bam|fragments.tsv.gz|web_summary.html
git_commit|3f2a91c|b7d04e6|0c9e1aa|f41d7b2|77aa013|e5d90bc
random_seed|42|20230|1337|0|314159|271828
n_umis|12043|8817|45200|9931|20110|7043
total_counts|31415926|27182818|16180339|14142135|17320508|22360679
tcga_code|LAML|DLBC|BRCA|LUAD|COAD|GBM
karnofsky_ecog|ECOG 1|ECOG 0|KPS 90|KPS 80|ECOG 2|KPS 100
response|CR|PR|SD|PD|VGPR|sCR
mrd_level|<0.01 %|0.05 %|1e-5|10^-4|negative|0.3 %
wbc_g_per_l|112.4|5.9|33.0|1.2|87.5|20.1
temperature_log|37.0 °C|36.8 °C|4 °C|-80 °C|-196 °C|22.5 °C
run_name|Run 4|NovaSeq run 12|pool7|pool8|rerun_2|pilot
elapsed_time|00:03:12|00:04:45|12:30:00|01:15:07|00:59:59|02:00:00
gating|Lin-CD34+CD38-|CD45dim/SSClow|CD19+CD10+|CD3+CD4+CD45RA-|CD138+CD38++|Live/Singlets
channel|FITC-A|BV421-A|PE-Cy5-A|V450-A|APC-R700-A|BUV395-A
metal_tag|141Pr_CD235ab|142Nd_CD19|Ir191Di|Y89Di_CD45|Pt195Di|Ce140Di
model_organism_strain|C57BL/6J|NSG|NOD-scid IL2Rgamma-null|BALB/c|FVB/N|129S1/SvImJ
hashtag|HTO_1|HTO_2|TotalSeq-A0251|TotalSeq-A0252|CMO301|CMO302
guide_rna|GACCCCCTCCACCCCGCCTC|sgTP53_2|NT-ctrl-14|AAVS1_1|sgDNMT3A_4|GGTGTCGTTCGCAGGGCTGA
contact_map_resolution|5000|10000|25000|50000|100000|250000
embedding_hash|v1:resnet50|v1:vit-b16|v2:uni|v2:conch|v1:ctranspath|v2:virchow
author_cell_type|Prog-like|HSC-like|GMP-like|ProMono-like|Mono-like|cDC-like
cluster_name|Mono 1|NK 2|Early Pro|Pre-B|Ery 3|Late Ery
phospho_marker|Phosphoflow|pSTAT5|pERK1/2|pS6 (Ser235/236)|pAKT Ser473|p38 MAPK
license|CC BY 4.0|CC0-1.0|CC BY-NC 4.0|MIT|Apache-2.0|CC BY-SA 4.0
platform|NovaSeq 6000|Illumina HiSeq 4000|NextSeq 2000|BD FACSLyric|CyTOF Helios|Cytek Aurora
vendor|Miltenyi Biotec|Becton Dickinson|Thermo Fisher|Beckman Coulter|Bio-Rad|Merck
"""

PROSE = """
Blasts carry NPM1 W288fs and FLT3-ITD with an allelic ratio of 0.61; CEBPA is wild type.
Relapse on day 412 after diagnosis, second remission on day 468.
Donor D07 was sampled at baseline, C1D15 and C2D1; D08 at baseline only.
Reads were aligned with STAR 2.7.10b to GRCh38 (GENCODE v38) and counted by Cell Ranger 7.1.0.
Data are under GSE116256 and EGAS00001003266; see doi:10.1016/j.cell.2019.01.031.
May-Grünwald-Giemsa stain, 500 cells counted; Auer rods present.
Clusters were found by Leiden at resolution 0.8 and compared by the Wilcoxon test with Benjamini-Hochberg correction.
Diffuse large B-cell lymphoma, Ann Arbor IVB, IPI 4, Hans algorithm: non-GCB.
Der Patient ist 64 Jahre alt, ECOG 1, Erstlinie mit Daratumumab.
Punktat trocken, daher Biopsie am Tag 3 nach Aufnahme.
Patiente âgée de 58 ans, rémission complète au jour 35.
Paciente varón de 71 años con SMD-EB2, IPSS-R alto, cariotipo complejo.
Donna di 66 anni, mieloma IgG kappa, stadio ISS III, in VGPR dopo 4 cicli.
Man van 49 jaar met AML, ELN ongunstig, na 7+3 in CR.
Doente de 55 anos, LLC Binet C, deleção 17p, iniciou ibrutinib no mês 2.
Kobieta, lat 62, szpiczak, remisja częściowa po 3 cyklach VRd.
Kvinna 70 år, myelom, R-ISS II, svar efter 2 cykler.
The sample was taken in the morning, kept at 4 °C for 3 h and frozen in 10 % DMSO.
Cells were sorted on Lin-CD34+CD38- by a FACSAria III with a 70 µm nozzle.
Hodgkin and Reed-Sternberg cells stain for CD30 and CD15; EBV by EBER negative.
Antibodies: CD34 (clone 8G12, 1:20), CD117 (104D2, 1:50), CD45 (HI30, 1:100).
Chromosomes: 46,XX,t(9;22)(q34;q11.2)[18]/46,XX[2]; BCR::ABL1 p190.
Age is given in bands of ten years, and 90+ for the oldest.
Library S1_BM_T0 failed at 1.2 ng/µl and was made anew with kit PN-1000268.
Doublets were removed by Scrublet 0.2.3 and Solo; 312 of 8,204 cells.
Ratio of 23.5 to 1; range 102-345, median 210; p = 3.2e-05; n = 1204.
Site S2 changed its protocol between batches b3 and b4; see the batch column.
MRD by EuroFlow at 2x10^-5, LAIP CD34+CD7+CD56+.
Median follow-up 36.4 months; 5-year overall survival 48 % (95 % CI 41-55).
Guide RNAs target AAVS1 (control), TP53 and DNMT3A R882.
Jurkat, Raji and K-562 were bought from DSMZ and ATCC, passage 5 to 12.
Peak chr17:7668402-7687550 overlaps TP53; motif MA0106.3 (JASPAR 2022).
CAR T cells infused on day 0, cytokine release syndrome grade 2 on day +4.
Mutations in TET2, ASXL1 and SRSF2 with VAF 43 %, 38 % and 41 %.
Down syndrome-associated AML, GATA1 exon 2 mutated, age 2 years.
Columns: barcode, donor_id, sample_id, timepoint, cell_type, pct_mito.
Counts are raw UMI; normalisation to 10,000 per cell and log1p in layers/norm.
Institution is coded as S1 to S9; the key stays with the data steward.
Male, 89 years old, refractory after venetoclax and azacitidine.
Resequenced on lane 3 of flow cell HFWFVDMXX at 2 x 101 bp.
"""

TOKENS = """
AML329-D0
AML1012-D0
BM5-34p38n
HD_07_PBMC
PT-a81f_relapse
D03_C2D15
S12_BM_T1
GSM3587923_AML1012
E-MTAB-7316
SRR7881399_1
plate07_A01
P1_B12_L001
MOLM13_VEN_48h
K562_sgTP53_rep2
CD34pos_CD38neg
Tube_001
GRCh38-2020-A
v3.1_chemistry
LAML_TCGA
10x_multiome_pilot
Leiden_r0.8
chr17_7668402_7687550
donor_12_day_28
Hodgkin_LN_3
Ewing_A673_DMSO
norm_bc_matrix
HTO3_pool2
May-Grunwald_stain_4
C57BL6J_spleen_rep1
JUN_FOS_score
"""

# Keywords of a cytometer's and a caller's files, as they are written: keyword, value
KEYWORDS = """
$CYT|LSRFortessa X-20
$P3S|CD45RA
TUBE NAME|MRD tube 2
EXPERIMENT NAME|MRD_panel_v3
$BTIM|14:05:33
$ETIM|14:07:02.18
$TIMESTEP|0.01
$VOL|120000
SPILL|3,FITC-A,PE-A,APC-A,1,0.23,0.001,0.01,1,0.002,0.0,0.04,1
CREATOR|BD FACSDiva Software Version 8.0.2
GUID|fcs-template
APPLY COMPENSATION|TRUE
THRESHOLD|FSC,5000
LASER1NAME|Blue 488
WINDOW EXTENSION|10.00
$SMNO|D07
PANEL NAME|EuroFlow AML tube 1
"""
