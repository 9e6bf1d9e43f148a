"""More given and family names, of many countries, without marks on their letters; and words that are both name and word."""

from clinicell.datasets.privacy.wordlist import listed

GIVEN = listed("""
    abdullahi abebe adaeze adeola aditi aditya adnan adriana agata ahmet aicha aidan aiden aiko ainhoa aino aitor ajay akash
    akua alba albin aldo aleksander aleksandr aleksei alessandra alfredo alhassan alisha alma amadou amal amara amalia
    amanuel amara ambre amelie amina amita ananya anders andile andres andrzej aneta anette angelo angus anika anil anita
    anjali anke anneke annelies annick annika anouk ansgar anselm antal anthea antonella antonino apinya arash archana
    ariel arjen arjun armando arne arnaud arnau arvid asa asad asha ashok asif asma astrid asuka athena aud augusto aurora
    aurelia avi aviva axelle ayaan ayako aylin ayo ayodele aysel ayse aziz baptiste barbro bartosz bashir basma bastien
    beatriz begona behrouz bela benedikt benoit berit bertil bettina bhavna bilal birgitta birgitte birte bjarne bjoern
    bogumila bohdan boleslaw borja branislav bridie brigitta brigitte britta bronwyn burak cagla callum camilla carina carlota
    carme carmela carolin caterina catriona cedric celeste celia cem cengiz chandra chantal charlene charlie charlotta
    chiamaka chiara chidi chinedu chinonso chioma chukwu ciaran cillian clarisse clemens clemence concepcion conceicao concetta
    conrad consuelo cordula corentin corinne cosima cosmin costel cyril dag dagmar dagny dalia dalila damian damien
    danica danilo darragh dario davide daria deirdre delphine demetrius denisa desmond detlef devon didier diederik dilip
    dimitra dinesh dirkje djamila doina domenica domenico dorian dorina dorothea dragan dusan ebba ebony eckhard eduard
    edvard egon ehsan eilidh einar eirik ekaterina eleftheria eleonora eleonore elettra elias elin elina eline eliseo elke
    elodie elsbeth emeka emel emilio emre enrico enzo erdem erhan ernesto esra estefania estelle esther eugenia eugenio
    eunice eva evangelos evgenia ezgi fabienne fabiola fabrice fadi fahad faisal faith farid farida fatou fatoumata fedor
    feng fergus filip filippo filomena fiorella flavia flavio florence florentina folasade francesc francine frederike
    freya frida friedrich gabriele gaetano gail galina gaspard gauri gaurav georges georgia geraldine gerda gerd germaine
    gertrud ghislaine giacomo gianluca gianna gilles gintaras giorgos giovanna gisela gita giulio giuliana glen glenda
    goran gosia gottfried grainne graziella gregor gretchen gro gudrun guadalupe guillermo gulsen gunilla gunther gustavo
    guy gwen gyorgy habiba hadi hakan haley halima hamid hamza hanan hanne hannelore hans-peter haris harald hari harish
    harriet haruka haruki haruto hasan hatice hedwig hege heikki heiko heiner heinrike hektor helge hendrik henrietta
    henrik henrike herta hester hilary hildegard hiroko hisham hoa hossein huda hui huong husain hyun iain iben idris
    ignatius ikram ilaria ileana ilias ilka ilona imani imran indira inga inger ingeborg inigo inka ioana ioannis ion
    ionut iqbal irfan irma isaiah isamu ishaan ishita iskander ismail ivana iveta ivo iwona izabela jaap jacek jacinta jacopo
    jada jadwiga jaime jakub jamal jamila jann janneke janusz jarek jaroslav jasmin jasmine jasper javad jayden
    jelena jennie jenny jeroen jerzy ji jiang jimena jing jitka jo joanne joaquin jochen johannah jolanta jolien jonah
    jonathan jonna joost jordi joris jorunn josefa josefina josep josephina josip joy jozef julien julio juliusz junko juliana
    jutta jyoti kaan kaito kaja kajsa kalina kamala kamran karan karel karola karsten kasia kasper katarina katerina kathe
    kathleen katie katrin katrine kavita kayla kazimierz keiko keira kemal kenta kerem khadija khalid khanh kiran kirsten
    kirsi kjell klara klaas koen kofi koichi konstantin kornelia kristian kristin kristjan kristof kseniya kunal kwabena
    kwesi lakshmi lamar lamia lars-erik laszlo latoya latisha laureen lauri lech leif leilani lennart leonhard leonie
    leonor leonora leopold leszek leticia levi levent lieke lien lies lieselotte lilian liliana lilly ling linh linnea lionel
    lisbeth livia ljubica loic lola lorena loretta lotte lourdes lovisa lubna luca luciana luciano ludmila ludovic luigia
    luiz lukasz luke lutz luz lydie maarten maarit maciek madalena maddalena mads magali magda magdalene magnus maha mahmood
    mahsa maja makoto malik malin malte mamadou manish manoj manon mansour marceau marcela marcello marcin marcos mareike
    margareta margarete margarida margaux margherita margrit margriet mariann mariano maribel marielle marieke marija marijke
    marika mariko marisa marisol marit marius mariusz marjan marjolein marko markus marlene marlies marsha marte martijn
    martine marvin marwa maryse massimo mathilda mathilde mathis matilda matilde matteusz mattias mattia maurizio mauro
    mauricio maximilien mayumi mechthild mehdi mehmood meike melike meng mercedes meredith merel merve meryem mette mieczyslaw
    miho mihai mihaela miikka mikkel mikko milagros milena miles milica millie min-jun mina minh mira miranda mireia mireille
    miriam miroslav misaki mitsuko miyuki mohan mohsen moira momoko monique montserrat morag morten moses mostafa moussa
    mukesh muriel murat mustapha myriam myrto nabil nadja nadezhda naeem najib nam namrata nanami nao naoki naomi nassim
    natalija natsuki nayeli nazanin neha nele nelson nerea nevena ngoc ngozi nguyet nhung nicolaas nicoletta nicolai niels nikita
    nikhil nikola nikos nilufer nina nirmala nisha nishant noa noemi nokuthula noor nouria nthabiseng nuria oana obinna
    octavia odette odile ofelia oksana oladele olaf olamide olav olena oluwaseun omolara onur oriana oriol orla orlando
    ortrud osama osman oswald otmar ottavia otylia oumar ovidiu ozge ozlem palle paloma pankaj paolina parisa pascale pasquale
    patricio patrik patrizia paulina pauliina paulo pekka peggy penelope per-olof perla pernille petar petros petter phillipa
    phuong pia piero piet pietro pilar pinar pooja pradeep prakash pranav prasad pratibha preeti prisca priscilla quang quentin quynh
    rabia radek radka radoslaw radu rafaela ragnar ragnhild rahel raimund raisa rajiv rakesh ralitsa ramesh rami ramin ramona
    rana rania rashid rasmus raul ravi reena reggie reinhild reinhold reiko remi remy renata renee reza rhea rhys ria
    ricarda riccarda rieke rikke riku rina rizwan rodolfo rogelio rohan rohit romain romana romina ronan ronja rosalia rosalind rosario
    roser roswitha rosie rowena roxana roxane ruba rubina rudiger ruediger rune rupert rutger ryo saad sabina sachin sadia saeed
    safiya sagar saida saioa sakura salah saleem salim salvador salvatore samira sana sander sandeep sanja sanna santiago saori
    sapna saskia satoshi saul savannah sayed schirin sebastiano seda selim selina selma semra sena seo-yeon serena serge serhat
    severin shahid shaila shanice shanti sharmila sheila shigeru shinji shivani shreya shu sibylle sidonie sieglinde
    signe sigrun silas silje silvana silvio sinan sindre sinead siri sissel siv sjoerd slavica slawomir slobodan snezana sofie
    solange soledad solveig somchai sondre sophie soraya soren sotirios souad soumya spela srdjan srinivas stavros stefania stella
    stephane stig stina suat suda suleiman suman sumit sunita suresh surya sushila suzan svenja svend sybille sylvain sylwia
    szymon tadeas taiwo tahir takeshi takumi talia tania tanisha tapio tariq taro tatjana tayo tea temitope tereza tessa thabo
    thandi thandiwe thanh thea thelma theodora theresia thibault thi thilo thom thor thora thorbjorn thu tiago tiberiu tilda
    tilman tineke titus tobiah tomasa tommi tomoko torben tore torsten toshiko trang tristan trond trygve tsega tuan tugba
    tuomas tyrone udo ugo ulla ulrika umar umberto unai urban urs usha uta vaclav valentin valeria valerio van-anh vanja vasil
    vasile vasiliki vasilios vedran veena venkat vera verena veronica veronique vesna vibeke vicente vicki victoria
    viktoria vilhelm vilma vinay vincenza vineet viola violeta virginia viridiana vitor vittoria vittorio vivian viviana vivek
    vladislav vlasta volker volkan waleed walid wassim wenche wendell wenke wieland wilfried wilhelmina willem willemijn wilma
    wim winifred witold wojtek wolfram xiaoling xiaoming xin xinyi ximena xochitl yael yannick yaroslav yara yasemin yasir yasmine
    yesim yevgeny yiannis ying yoko yolande yonas yosef yoshiko youcef youssou ysabel yukiko yulia yumi yuval yuto yvette yvonne
    zahra zainab zara zbigniew zdenek zeina zeinab zeljko zenaida zhanna zhen zineb zinaida zita ziad zlatan zoltan zora zsofia
    zsuzsanna zubair zuzana zygmunt
    abigayle agathe alyssa amber brooke caitlin candace carrie chad chelsea chester cliff clyde constantin courtney crystal dana
    darlene darren darryl dawn debbie denny derrick dolly dominique donovan dwayne earl edgar edna eleonor elijah elliott elmer elvira
    erin ernestine estella ethel eugenie eva-maria evelina felicia felicity floyd gabriella garrett gavin gerardo gertrude gilbert gina
    gladys glenn gordon guadalupe gwendolyn harvey hazel herman hilda homer horace ira irma irving isabelle isabell iva jacquelyn jared
    jasmina jeannette jenna jermaine jerome jessie jillian joann jocelyn jodi joey jolene josefine juanita julianne kara karla kari
    karl-heinz karlheinz kathrin kelsey kendra kerry kimberly kirk kristi kristine krystal kurtis latasha laurie leigh lena leroy leslie
    lester lillian lloyd lois lonnie lorene lorna louis lucille luisa lynda mabel mack madison maggie mandy marcia margie marguerite
    marianna maribeth marlon mattie maxine melinda melvin micheal mildred milton minnie misty mona morris muriel myra myrtle
    nellie nettie nichole nikki norman opal orville otis patsy patti percy perry phil preston randall randy rebekah regina
    reginald renee rochelle roderick rodney roland ronnie roosevelt rosalie rosemarie ross roxanne ruby rudy rufus salvador
    sammy sandy shari shaun shawn sheila shelby sheldon shelley sheri sherri sherry sidney sonya stacey stacy stewart stuart
    sue tamika tammy tara tasha terrence thelma theresa toni tonya tracey tricia tyler vernon vicky viola violet virgil
    wallace wendell whitney wilbur willard willie winston yvette
    """)
FAMILY = listed("""
    abbas abbott abdi abe abebe abernathy abiodun abrahams acar acosta adamczyk adamek addo adeleke aguilar aguirre ahn aidoo akinola akkerman
    aksoy aktas albuquerque alcantara alexandrou alfaro algarin aliyev almasri al-masri alonso alonzo amado amin andersson andrade angelov antonopoulos
    aoki appiah aquino arai aranda archambault arnautovic arslan asante ashcroft aslan astrom atkins atkinson aubert augustin avila
    aydin azevedo babic bach bachmann baez bak balazs balogh banerjee baran barbieri barbosa barnes baron barros barrett barry basu bates
    batista baumann baumgartner bayer beauchene beaumont beck beckmann belanger bello benali benitez benoit bergeron bergmann bergstrom bernard
    berger berg bernardi berry beyer bhatt bhattacharya bielak bishop bjork blake blanc blanchard blanco blom bogdanov bohm bonnet boateng
    bos bosch bouchard boucher boudreau bouvier bowman bozkurt bradley brandt braga brankovic brennan brewer brinkmann britton brito
    brodeur bryant buchanan bui burgess burke burns busch bustamante butler byrd cabrera calderon cameron cano cao cardenas cardoso carlsson
    carpenter carroll caron carrasco caruso carvalho casas castellanos castro cerny cervantes cetin chambers chan chandra chang chapman
    charpentier chatterjee chaudhary chaudhry chauhan chevalier chiang chin choudhury chowdhury christensen chu claes clarke claesson cohen
    coleman collet conrad contreras conti coppola cordero cornelis correa cortes coste costello coulibaly crawford cruickshank cunningham czarnecki
    daly dang daniels danso dasgupta david davidson davies dawson decker delacroix delgado delaney demirci denis desai deschamps desmet devries
    de-vries diallo dias dietrich dijkstra dinh diop dominguez donnelly doran dorsey douglas doyle drescher du duarte dubey ducharme dufour duncan dunn
    dupont dupuis duran duval dvorak ebert eder egger ekstrom elliott ellis engel engstrom erdogan escobar espinoza esteban estrada evangelista
    faber fabre fadel fagan falk farah farkas farrell faure fekete feng ferguson fernandes fernandez ferrer fiedler fiore fitzgerald fitzpatrick
    fleming fletcher foley fontaine fontana ford forde franco frank franke freeman frey friedrich fritz fuchs fuentes fujita fuller gabor gaillard galindo
    gallagher gallego gallo gao garnier gatti gaultier gauthier geiger georgiev gerber ghosh giordano girma goldberg gomes goncalves goodman
    gottlieb grabowski graf grant grasso greene gregory griffin grimaldi gross gruber guerra guerrero guerin guevara guillaume guimaraes gunther guo gustafsson
    gutmann guzman haas haddad hagen hahn hakimi hamilton hammond han hansson harper harrington hart harvey hasan hashimoto haugen hauser hayashi
    hayes he hedlund heinrich heinz helmer henderson hendricks hendriks henry hermann herrera herrmann hess hickey hidalgo higgins hinds
    hirsch ho hodges hoekstra hoffman hofer hogan holm holmes holt hong horn horvath houston hovland hrabak hsu hu huang huber hudson huet
    hunter huynh ibanez ibarra ibrahim iglesias ikeda iliev ilic imai inoue ishii iversen iyer jackowski jacobs jacobsen jacobson jacquet jager jain jakobsson
    jankowski jans janssen janssens januszewski jaramillo jaworski jefferson jeong jimenez jin johannsen johnston joshi jovanovic juarez
    juhasz jurado kahn kaiser kamara kane kang kapoor karim kasai kaspar kato kaufmann kaur kawasaki keane keita keller kelemen kemp kennedy kent kern kerr
    kessler khalil khanna khoury kirchner kiss kjaergaard klaassen klein klose klug knudsen koenig kohler koller konig kone koroma kos koster
    kovac kovacevic kowalczuk kowalewski kramer kraft krawczyk kristensen kristiansen krol krug kruger kruse kuhn kuiper kulkarni kumari kunz kurz
    kurt kwiatkowski lacroix lam lamb lambert lamine landry lang larsson lau laurent laurin lavoie lawrence lawson le lebedev leblanc leclerc lecomte
    ledesma lefort legrand lehtonen leitner lemaire lemoine lenz leonard leone leung levesque levy li liang liao lim lima lin lindberg lindgren lindqvist lindstrom
    liu llewellyn lloyd lo lombardi long lorenz lorenzo lowe lozano lu lucas ludwig luna lund lundberg lundgren luo lutz lynch lyons macdonald macias mackenzie maclean madsen
    magnusson maher mahmood mahoney maier maldonado malik mancini mann mansour mao marchand marchetti marin markovic marques marquez marshall martel
    martins martini marx masterson mathieu matos matsumoto mattila maurer maxwell mazur mbeki mcallister mcbride mccarthy mccormick mcgrath mckenna mckenzie
    mclaughlin mcmahon medina meijer meijers mehta meinhardt melo menard mendes mendez menon mercado mercier meunier michaud michalski mihajlovic mikkelsen
    milani miles mills milosevic miranda mishra mitra miyamoto mohamed mohammadi mohr molina moller molnar monaco monteiro montero montgomery monti
    moon mora moraes moran moreira moreno mori morin moser mostert mota moulin mueller mukherjee mulder munk munoz murakami murray musa mustafa
    naidoo nair nakagawa nakajima nakano nakata nath navarro ndiaye neagu neri neves newman ngo nguyen nicolas nicoletti nieminen nieto nikolov
    nikolic noergaard norgaard nogueira nolan norman novais novotny nunes nunez nwosu nyman nygaard oberhuber obi ochieng ochoa odonnell
    oduya ogawa ogbonna ojeda okada okeke okonkwo oktay okoye olivares oliver olsen omar omalley oneill onyango opoku orozco orsini ortega osborne
    osei osman otero otieno ott owens owusu ozdemir ozturk pacheco padilla page pagano palacios palmer palmieri pan pandey pankratz papa papadakis pappas parra
    parsons pascual patil pau paulsen pavlov pawlak payne paz pearson pelletier pellegrini pena peralta perera perreault perrin perrot persson
    peters petersen petersson petit petrov petrovic pfeiffer pfister phan philippe pham picard pichler pierce pietrzak pina pineda pinheiro pinto piotrowski pires
    pohl poirier polat pollard ponce pop popa popov porter pospisil potter poulsen powell prasad pratt preuss prevost prieto prince pritchard
    qureshi quinn quintero quiroga rao raab rahman rahimi raj rajan ramsey rasmussen rauch ravi reddy rees regan reid reilly reinhardt renard
    renault reiter reuter reynolds ribeiro rice richards riedel ries riley rinaldi rios ritter rivas rizzi robert robertson robles rocha roche rodgers
    rodrigues rojas roman romero roos rosa rosado rosenberg roth rowe roy rubio rueda ruffini ruggiero ruiz rupp russ rybak saar saavedra sadowski saito
    sakai salas salazar salinas salvador salvi samson samuelsson sandberg sandoval sandhu sanna santana santiago santini sapkota sari sarkar sauer saunders sawicki
    schaefer schafer scherer schiller schilling schlegel schmid schmitz scholz schreiber schroder schubert schuler schultz schulze schumacher schuster
    schwartz seidel seitz sen serra serrano seydi sharif shaikh shapiro shaw shen shepherd sheridan shimizu sidhu siddiqui sidorov siegel siemens simic
    simmons simon simonsen simpson sims sinclair sinha skov slater snyder soares sobczak sokol soler solis soltani sommer song soto
    sousa spencer stahl stanley stark stein steiner stephens stevens stevenson stoica stokes stone stojanovic strand strauss stroud suarez subramanian sundberg
    surya sutherland sutton svensson swanson sweeney szabo szalai szymanski takeda takeuchi talbot tamura tan tang tapia tavares tekin tellez tembo
    terzi tessier teixeira thapa theodorou thibault thiel thomsen thorne thygesen toledo tomasi topal torok toure townsend trajkovski
    trevino trinh truong tsai tucker tunc turcotte tyler uchida ueda ulrich underwood unger urban uribe uzun vaccaro valdez valencia valenti valentine
    van-dijk vandijk vargas vasquez vaughn vega velasco velazquez venter vera verma vermeulen vidal vieira villa villanueva villegas virtanen vitale vlad vogel vogt volkov vos
    vu wade wagenaar wallace walker waller walters walther washington wasilewski webb webster weiss weissgerber wei weiner welch wells wendt werner west westergaard
    whitaker whitfield whitehead wieczorek wiese wilkins wilkinson willems williamson willis winkler winter winters wirth witte wojciechowski wolff
    wong woods wozniak wright wu xavier xiao xie yadav yamada yamaguchi yamashita yan yao yates ye yeung yildirim yildiz yoon yoshida youssef yu
    yuan zaman zamora zapata zawadzki zeller zeng zheng zhou zhu ziegler zimmerman zink zoric zuniga zwart
    """)
# Names that are words as well, of English, German or the laboratory: they count only where capitals stand as in names.
AMBIGUOUS = listed("""
    a al amber an and april august austin autumn axel bach bank baron barry bates beck bell ben berg berry bill bishop blake bob bond brook brown
    bush butler carpenter chad chan chance chase church clay cliff cook cox crystal cruz dale dan dawn day dean del den des devon do don
    dong drew du duke earl ed em eve faith falk fall field fisher ford forest forever foster fox frank franco gail gene germ gin glen grace grant gray
    green ha hall hammer han hart has hay haze hazel he heath henry herb hill ho holly hong hope houston hunt hunter in iris is ivy jan jay jet
    jo joy june kay ken kent kern kim king kiss la lab lam lamb lance lane lang lange laurel law le lee les levy lily lim lima lin line long lo lotus love
    low lowe lu lucky ma mack mai man mann many march mark marsh mason max may mei mercy miles mill mina mine minor mint mio miracle mo moon mora mu
    musa nam nan no noble north novel oak olive opal order or pace page pan par park pau pearl pen penny per pet pia pierce pine pop
    porter post powers price prince pro ray read red reed rice rich ridge ring rio river rocky rosa rose ross ruby rust sage sam
    sara sari saul sea sen set shaw shore silver simple sky slater song spring st star stark stella stem stone storm strand summer sun sung tan
    tang tea temple ten thor topal trace tran tu ty urban van viola violet
    von vos wall ward warren water wells west white will wills winter wolf wood woods worth wren wright xin yan ye young yu zen zhu
    """)
# Persons after whom a disease, a stain, a method or a maker is called, cell lines, and towns that stand in those.
EPONYMS = listed("""
    ann arbor abbott agilent aldrich alexa alport alzheimer amsterdam angioimmunoblastic ataxia basedow bayes beckman becton
    behcet benjamini bence biorad bioscience bonferroni boyden bradford bristol burkitt byar cajal castleman charcot chagas chediak
    claude cockayne colorado cooley coulter cowden cronbach crohn cushing cytek daudi denys dickinson diels donnan down dulbecco
    dunn durie durkin dupuytren eadie ehlers eisen epstein erdheim euler ewing fabry fanconi ficoll fleischer fluidigm
    fontana freund friedreich gaucher gaussian geimsa geneva giemsa gleason golgi goodpasture gorlin graves gram grunwald guillain
    hageman hanks hardy harmony hausdorff heinz helios hella henle hering hirschsprung histopaque hodgkin hoechst hosmer huntington hurler illumina
    ishak jaccard jacob jakob jolly jurkat kaplan kaposi karnofsky kasumi kearns kelvin kendall kikuchi klinefelter kolmogorov
    kostmann krabbe kruskal kupffer langer langerhans langhans leiden lennert leydig leica li fraumeni lilly lineweaver louvain lugano lund lynch
    malt mahalanobis mann mantel marfan markov masson may meier menkes merkel michaelis miltenyi monte carlo moran
    namalwa nissl noonan northern novo oxford pacific paget palade papanicolaou parkinson pasteur peyer pfizer philadelphia poisson
    plummer pompe purkinje qiagen rai raji ramos raynaud roche romanowsky rosai dorfman rokitansky sanger schiff schwachman schwann
    seattle sertoli sezary shannon shwachman sigma sjogren smirnov southern spearman spitz sternberg sturge swiss
    takayasu tay sachs tecan thermo tukey umap utah vienna virchow von waldenstrom wallis ward warburg welch western
    whitney whipple wilcoxon willebrand wilms wiskott aldrich wright zeiss zellweger zollinger ventana leukemia binet rappaport
    kelly farage toledo mino loucy granta karpas jeko calu malme caco vero reh nalm thp kopn marimo
    seurat scanpy monocle velocyto cellranger smart fluor biolegend invitrogen takara novogene macrogen bgi roche perkin elmer tapestri mission
    bio genomics rhapsody aria symphony fortessa canto aurora lonza gibco corning falcon eppendorf hamamatsu olympus nikon canon sony
    """)
# Words that stand capitalised behind a role or a title and are no names.
NO_NAMES = listed("""
    san santa saint small accession adverse alignment amplicon analysis annotation assigned atac baseline bam barcode barcodes before bin biopsy
    bulk calls captured characteristics cite clonal clones code coded codes column columns complete confirmed consented copied counts coverage
    cryopreserved days dead deceased derived details died doublet dropout dropped duplicate either enrolled events excluded experiment extracted failed
    fastq features filtered first following free fresh frozen gating gender genotype genotypes here high history hours id identifier identity ids included index
    induction info information initials input intermediate is ist isolate known labelled labels last later level library likely live loaded matched matrix
    median metadata minutes missing mixed molecule morning mutant name names next nobody none noted nr num nuclei outcome outside passed patientin pellet
    per pool pooled post pre prior processed pseudonym purified quality ratio raw reads ready received recurrence refractory
    relapsed released remission removed replicate respond responder responders second secondary serum sex sorting source specific split
    stain stained start stimulated stored stratified strip subclone subset suspended tagged taken thawed then third this timepoint to treated treatment trimmed
    tube twice type typing unassigned unsorted untreated uns unstimulated value variant variants vial viability volume was wurde wird hat und mit ohne
    vor nach bei von vom zum zur aus auf der die das den dem des ein eine kam ist nicht le la les des est une avec sans pour dans sur qui
    el los las una con sin para por que fue il lo gli con senza per che het een met zonder voor naar niet en et y e o of or and the with from for
    who whose that which has had were are be been will can may should could would did does do not no yes both all any some each every
    llego llegaron tarde arrivee arrive refait recu recue erhalten angekommen ontvangen congelato
    """)
