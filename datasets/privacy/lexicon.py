"""Common given and family names (from public census and registry counts), and capitalised words that are none."""

from clinicell.datasets.privacy.wordlist import listed

GIVEN = listed("""
    aaron abby abdul abdullah abigail abraham adam adele adrian agata agnes agnieszka ahmad ahmed aida aisha akira
    alain alan albert alberto alejandro aleksandra alessandro alessia alex alexander alexandra alexandre alexey
    alfred ali alice alicia alina alison allison alma alvaro amanda amber amelia amina amir amit amy ana anastasia
    andre andrea andreas andrei andrew andrzej angela angelica angelina anita anja ann anna anne anneliese annette
    annie anthony antje anton antonia antonio aoife april ariana arjun arnold arthur arturo ashley astrid audrey
    aurelie austin axel ayse barbara beata beatrice beatriz ben benjamin bernard bernd bernhard bertha beth betty
    beverly bianca birgit bjorn bob bogdan boris brandon brenda brian bridget bruce bruno bryan camila camille
    carl carla carlo carlos carmen carol carolina caroline carolyn catherine cecilia celine cesar charles
    charlotte cheng cheryl chloe chris christian christina christine christoph christophe christopher ciara cindy
    claire clara claudia claudio claus clement colin connor constance corinna craig cristina cynthia daisuke dale
    dan daniel daniela daniele danielle danuta darius david dawid deborah debra deepak denis denise dennis derek
    diana diane diego dieter dimitri dirk dmitri dmitry dolores dominic dominik donald donna doris dorota dorothy
    douglas duncan dylan edith eduardo edward edwin eileen elaine elena eleanor eleni eli elif elisa elisabeth
    elizabeth ella ellen elsa emil emilia emilie emily emine emma emmanuel enrique eric erica erik erika ernst
    esteban esther ethan eugene eva evelyn ewa fabian fabio farah fatemeh fatima fatma federica federico felix
    ferdinand fernanda fernando fiona florian frances francesca francesco francis francisco franco francois
    francoise frank franz fred frederic frederick frederik fritz gabriel gabriela gareth gary genevieve geoffrey
    george georg georgios gerald gerard gerhard giorgio giovanni giulia giuseppe gloria gonzalo gordon greg
    gregory greta grzegorz guido guillaume gunnar gunther gustav hannah hans harold harry hassan heather heidi
    heike heinrich heinz helen helena helene helga helmut henri henry herbert hermann hilde hiroshi horst howard
    hugo hussein ian ibrahim ida ignacio igor ines inge ingrid irena irene irina isaac isabel isabella isabelle
    ivan jack jacob jacqueline jacques jakob james jamie jan jana jane janet janice janina jason javier jean
    jeanne jeff jeffrey jennifer jens jeremy jerry jesper jesse jessica jesus jiri joachim joan joana joanna joao
    joe joel joerg johan johann johanna johannes john johnny jonas jonathan jorge jose josef joseph josephine
    joshua joyce juan juana judith judy julia julian julie juliette julio jun jurgen justin justyna kaitlyn kamil
    karen karim karin karina karl karol karolina katarina katarzyna kate katharina katherine kathleen kathryn
    kathy katja kazuo keith kelly ken kenji kenneth kerstin kevin khaled kim klaus konrad krishna kristen kristina
    krystyna krzysztof kurt kwame kyle lara larissa larry lars laszlo laura lauren laurence laurent lawrence leah
    lee leila lena leo leon leonardo leslie liam lidia lina linda lisa liz lorenzo lori louis louise luc luca
    lucas lucia lucie lucy ludwig luigi luis luisa lukas luke lydia lynn maciej madeleine magdalena mahmoud maike
    malgorzata manfred manuel manuela marc marcel marcelo marcia marco marcus marek margaret margarita margot
    maria mariam marian mariana marianne marie marilyn marina mario marion marjorie marta martha martin martina
    mary maryam masashi mateusz mathias mathieu matteo matthew matthias maureen maurice max maximilian megan
    mehmet mei melanie melissa mia michael michaela michal michel michele michelle miguel mikael mike milan mirjam
    mitchell mohamed mohammad mohammed mohamad molly monica monika mustafa nadia nadine nancy naomi natalia
    natalie natasha nathan neil niamh nicholas nick nicola nicolas nicole niklas nikolai nikolaos nils nina noah
    noel nora norbert norma olaf ole oleg olga oliver olivia olivier omar orla oscar oskar otto pablo pamela paola
    paolo pascal patricia patrick paul paula pauline pavel pawel pedro peter petra philip philippe phillip phyllis
    pierre pieter piotr priya rachel rafael rahul rainer raj rajesh ralf ralph ramon raphael raquel raul raymond
    rebecca regina reinhard renate rene ricardo riccardo richard rita rob robert roberta roberto robin rodrigo
    roger roland rolf roman ronald rosa rosemary roy ruben rudolf russell ruth ryan sabine sabrina salma sally
    samantha samir samuel sandra sanjay sara sarah scott sean sebastian sergei sergey sergio shannon sharon
    shirley sigrid silke silvia simon simone siobhan sofia sonia sonja sophia sophie stanislav stanley stefan
    stefania stefano steffen stella stephan stephanie stephen steve steven stuart sunil susan susana susanne
    suzanne svetlana sven sylvia sylvie tadeusz takashi tamara tanja tanya tatiana ted teresa terry theo theodore
    theresa thierry thomas thorsten tiffany tim timothy tina tobias todd tom tomas tomasz tommaso tony tracy
    travis ulrich ulrike ursula uwe valentina valerie vanessa vera veronica veronika victor vijay vikram viktor
    vincent vincenzo virginie vladimir waltraud walter wanda wayne wei wendy werner wilhelm william wojciech
    wolfgang xavier yan yasmin yolanda youssef yuki yuri yusuf yves yvonne zachary zeynep zoe zofia
    """)
FAMILY = listed("""
    smith johnson williams brown jones garcia miller davis rodriguez martinez hernandez lopez gonzalez wilson
    anderson thomas taylor moore jackson martin lee perez thompson white harris sanchez clark ramirez lewis
    robinson walker young allen king wright scott torres nguyen hill flores green adams nelson baker hall rivera
    campbell mitchell carter roberts gomez phillips evans turner diaz parker cruz edwards collins reyes stewart
    morris morales murphy cook rogers gutierrez ortiz morgan cooper peterson bailey reed kelly howard ramos cox
    ward richardson watson brooks chavez wood bennett gray mendoza ruiz hughes price alvarez castillo sanders
    patel myers ross foster jimenez powell jenkins perry russell sullivan mueller muller schmidt schneider fischer
    weber meyer wagner becker schulz hoffmann schaefer koch bauer richter klein wolf schroeder neumann schwarz
    zimmermann braun krueger hofmann hartmann lange schmitt werner krause meier lehmann huber mayer dubois durand
    lefebvre leroy moreau laurent michel bertrand roux vincent fournier morel girard rossi russo ferrari esposito
    bianchi romano colombo ricci marino greco bruno nowak kowalski wisniewski wojcik kowalczyk kaminski
    lewandowski zielinski ivanov petrov smirnov kuznetsov popov sokolov novak svoboda horvat nagy kovacs toth
    yilmaz kaya demir celik khan ahmed ali hussain hassan ahmad singh kumar sharma gupta shah das chen wang li
    zhang liu yang huang zhao wu zhou xu sun tanaka suzuki sato takahashi watanabe ito yamamoto nakamura kobayashi
    kim park choi jung tran pham hoang silva santos oliveira souza pereira costa ferreira almeida jansen bakker
    visser smit nielsen jensen hansen pedersen andersen larsen sorensen johansson andersson karlsson nilsson
    eriksson larsson olsson okafor mensah adeyemi dlamini nkosi murphy oconnor byrne ryan walsh obrien mcdonald
    fraser papadopoulos popescu ionescu
    """)
# Capitalised words beside which a given name is none, and which stand in no name themselves.
ORDINARY = listed("""
    acute adult age aged alexa antibody antigen assay atlas b bank barr batch bead beads biopsy blood blue bone
    brain breast buffer burkitt cancer carcinoma cell cells center centre child chromium chronic clinic clinical
    clone cluster cohort control count cord core crohn cross culture cycle data day days department diagnosis
    disease division donor down dose drug duct early epstein erythroid ewing expression factor family fetal
    fibroblast figure flow fluor follow followup gate gene genes genome genomics germ gland grade group growth
    healthy heart hospital hodgkin human illumina immune institute jude kidney kit lab laboratory large late layer
    left leukemia leukaemia line list liver low lung lymph lymphoblastic lymphoid lymphoma male female marrow mast
    medicine melanoma memory method month months mouse muscle myeloid myeloma naive national natural negative new
    node normal nova novaseq nuclear number office orange organ oxford pacific pan panel paneth pancreas patient
    patients peak peripheral phase phenotype pilot plasma plate positive primary pro progenitor project protein
    protocol read red reference relapse repeat report research response results ridge right rna round sample
    samples sarcoma school schwann science sciences sequencing series set sheet single skin society software
    sorted south north east west spleen stable stage standard state stem street study summary supplementary
    supplement syndrome systems t table target technology tecan test texas therapy time tissue tonsil total
    treatment trial tumor tumour type uniform union unit university unknown up version violet virus visit week
    weeks white whole wild year years yellow zone avenue road lane drive way boulevard court place january
    february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday referred seen follow consent relapse per sequenced analysis green copy paired
    end ring natural killer granulocyte dendritic macrophage monocyte endothelial epithelial membrane receptor
    ligand kinase binding domain homolog member subunit like small nucleolar antisense long intergenic non coding
    open frame ribosomal mitochondrially encoded zinc finger
    """)
