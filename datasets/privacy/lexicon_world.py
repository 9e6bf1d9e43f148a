"""More given and family names, of many countries, without the marks on their letters."""

from clinicell.datasets.privacy.wordlist import listed

GIVEN = listed("""
    abdullahi abebe abigayle adaeze adeola aditi aditya adnan adriana agathe ahmet aicha aidan aiden aiko ainhoa
    aino aitor ajay akash akua alba albin aldo aleksander aleksandr aleksei alessandra alfredo alhassan alisha
    alyssa amadou amal amalia amanuel amara ambre amelie amita ananya anders andile andres aneta anette angelo
    angus anika anil anjali anke anneke annelies annick annika anouk anselm ansgar antal anthea antonella antonino
    apinya arash archana ariel arjen armando arnau arnaud arne arvid asa asad asha ashok asif asma asuka athena
    aud augusto aurelia aurora avi aviva axelle ayaan ayako aylin ayo ayodele aysel aziz baptiste barbro bartosz
    bashir basma bastien begona behrouz bela benedikt benoit berit bertil bettina bhavna bilal birgitta birgitte
    birte bjarne bjoern bogumila bohdan boleslaw borja branislav bridie brigitta brigitte britta bronwyn brooke
    burak cagla caitlin callum camilla candace carina carlota carme carmela carolin carrie caterina catriona
    cedric celeste celia cem cengiz chad chandra chantal charlene charlie charlotta chelsea chester chiamaka
    chiara chidi chinedu chinonso chioma chukwu ciaran cillian clarisse clemence clemens cliff clyde conceicao
    concepcion concetta conrad constantin consuelo cordula corentin corinne cosima cosmin costel courtney crystal
    cyril dag dagmar dagny dalia dalila damian damien dana danica danilo daria dario darlene darragh darren darryl
    davide dawn debbie deirdre delphine demetrius denisa denny derrick desmond detlef devon didier diederik dilip
    dimitra dinesh dirkje djamila doina dolly domenica domenico dominique donovan dorian dorina dorothea dragan
    dusan dwayne earl ebba ebony eckhard edgar edna eduard edvard egon ehsan eilidh einar eirik ekaterina
    eleftheria eleonor eleonora eleonore elettra elias elijah elin elina eline eliseo elke elliott elmer elodie
    elsbeth elvira emeka emel emilio emre enrico enzo erdem erhan erin ernestine ernesto esra estefania estella
    estelle ethel eugenia eugenie eugenio eunice eva-maria evangelos evelina evgenia ezgi fabienne fabiola fabrice
    fadi fahad faisal faith farid farida fatou fatoumata fedor felicia felicity feng fergus filip filippo filomena
    fiorella flavia flavio florence florentina floyd folasade francesc francine frederike freya frida friedrich
    gabriele gabriella gaetano gail galina garrett gaspard gaurav gauri gavin georges georgia geraldine gerardo
    gerd gerda germaine gertrud gertrude ghislaine giacomo gianluca gianna gilbert gilles gina gintaras giorgos
    giovanna gisela gita giuliana giulio gladys glen glenda glenn goran gosia gottfried grainne graziella gregor
    gretchen gro guadalupe gudrun guillermo gulsen gunilla gustavo guy gwen gwendolyn gyorgy habiba hadi hakan
    haley halima hamid hamza hanan hanne hannelore hans-peter harald hari haris harish harriet haruka haruki
    haruto harvey hasan hatice hazel hedwig hege heikki heiko heiner heinrike hektor helge hendrik henrietta
    henrik henrike herman herta hester hilary hilda hildegard hiroko hisham hoa homer horace hossein huda hui
    huong husain hyun iain iben idris ignatius ikram ilaria ileana ilias ilka ilona imani imran indira inga
    ingeborg inger inigo inka ioana ioannis ion ionut iqbal ira irfan irma irving isabell isaiah isamu ishaan
    ishita iskander ismail iva ivana iveta ivo iwona izabela jaap jacek jacinta jacopo jacquelyn jada jadwiga
    jaime jakub jamal jamila jann janneke janusz jared jarek jaroslav jasmin jasmina jasmine jasper javad jayden
    jeannette jelena jenna jennie jenny jermaine jeroen jerome jerzy jessie ji jiang jillian jimena jing jitka jo
    joann joanne joaquin jocelyn jochen jodi joey johannah jolanta jolene jolien jonah jonna joost jordi joris
    jorunn josefa josefina josefine josep josephina josip joy jozef juanita juliana julianne julien juliusz junko
    jutta jyoti kaan kaito kaja kajsa kalina kamala kamran kara karan karel kari karl-heinz karla karlheinz karola
    karsten kasia kasper katerina kathe kathrin katie katrin katrine kavita kayla kazimierz keiko keira kelsey
    kemal kendra kenta kerem kerry khadija khalid khanh kimberly kiran kirk kirsi kirsten kjell klaas klara koen
    kofi koichi konstantin kornelia kristi kristian kristin kristine kristjan kristof krystal kseniya kunal kurtis
    kwabena kwesi lakshmi lamar lamia lars-erik latasha latisha latoya laureen lauri laurie lech leif leigh
    leilani lennart leonhard leonie leonor leonora leopold leroy lester leszek leticia levent levi lieke lien lies
    lieselotte lilian liliana lillian lilly ling linh linnea lionel lisbeth livia ljubica lloyd loic lois lola
    lonnie lorena lorene loretta lorna lotte lourdes lovisa lubna luciana luciano lucille ludmila ludovic luigia
    luiz lukasz lutz luz lydie lynda maarit maarten mabel maciek mack madalena maddalena madison mads magali magda
    magdalene maggie magnus maha mahmood mahsa maja makoto malik malin malte mamadou mandy manish manoj manon
    mansour marceau marcela marcello marcin marcos mareike margareta margarete margarida margaux margherita margie
    margriet margrit marguerite mariann marianna mariano maribel maribeth marieke marielle marija marijke marika
    mariko marisa marisol marit marius mariusz marjan marjolein marko markus marlene marlies marlon marsha marte
    martijn martine marvin marwa maryse massimo mathilda mathilde mathis matilda matilde matteusz mattia mattias
    mattie mauricio maurizio mauro maximilien maxine mayumi mechthild mehdi mehmood meike melike melinda melvin
    meng mercedes meredith merel merve meryem mette micheal mieczyslaw mihaela mihai miho miikka mikkel mikko
    milagros mildred milena miles milica millie milton min-jun mina minh minnie mira miranda mireia mireille
    miriam miroslav misaki misty mitsuko miyuki mohan mohsen moira momoko mona monique montserrat morag morris
    morten moses mostafa moussa mukesh murat muriel mustapha myra myriam myrtle myrto nabil nadezhda nadja naeem
    najib nam namrata nanami nao naoki nassim natalija natsuki nayeli nazanin neha nele nellie nelson nerea nettie
    nevena ngoc ngozi nguyet nhung nichole nicolaas nicolai nicoletta niels nikhil nikita nikki nikola nikos
    nilufer nirmala nisha nishant noa noemi nokuthula noor norman nouria nthabiseng nuria oana obinna octavia
    odette odile ofelia oksana oladele olamide olav olena oluwaseun omolara onur opal oriana oriol orlando ortrud
    orville osama osman oswald otis otmar ottavia otylia oumar ovidiu ozge ozlem palle paloma pankaj paolina
    parisa pascale pasquale patricio patrik patrizia patsy patti pauliina paulina paulo peggy pekka penelope
    per-olof percy perla pernille perry petar petros petter phil phillipa phuong pia piero piet pietro pilar pinar
    pooja pradeep prakash pranav prasad pratibha preeti preston prisca priscilla quang quentin quynh rabia radek
    radka radoslaw radu rafaela ragnar ragnhild rahel raimund raisa rajiv rakesh ralitsa ramesh rami ramin ramona
    rana randall randy rania rashid rasmus ravi rebekah reena reggie reginald reiko reinhild reinhold remi remy
    renata renee reza rhea rhys ria ricarda riccarda rieke rikke riku rina rizwan rochelle roderick rodney rodolfo
    rogelio rohan rohit romain romana romina ronan ronja ronnie roosevelt rosalia rosalie rosalind rosario
    rosemarie roser rosie ross roswitha rowena roxana roxane roxanne ruba rubina ruby rudiger rudy ruediger rufus
    rune rupert rutger ryo saad sabina sachin sadia saeed safiya sagar saida saioa sakura salah saleem salim
    salvador salvatore samira sammy sana sandeep sander sandy sanja sanna santiago saori sapna saskia satoshi saul
    savannah sayed schirin sebastiano seda selim selina selma semra sena seo-yeon serena serge serhat severin
    shahid shaila shanice shanti shari sharmila shaun shawn sheila shelby sheldon shelley sheri sherri sherry
    shigeru shinji shivani shreya shu sibylle sidney sidonie sieglinde signe sigrun silas silje silvana silvio
    sinan sindre sinead siri sissel siv sjoerd slavica slawomir slobodan snezana sofie solange soledad solveig
    somchai sondre sonya soraya soren sotirios souad soumya spela srdjan srinivas stacey stacy stavros stephane
    stewart stig stina suat suda sue suleiman suman sumit sunita suresh surya sushila suzan svend svenja sybille
    sylvain sylwia szymon tadeas tahir taiwo takeshi takumi talia tamika tammy tania tanisha tapio tara tariq taro
    tasha tatjana tayo tea temitope tereza terrence tessa thabo thandi thandiwe thanh thea thelma theodora
    theresia thi thibault thilo thom thor thora thorbjorn thu tiago tiberiu tilda tilman tineke titus tobiah
    tomasa tommi tomoko toni tonya torben tore torsten toshiko tracey trang tricia tristan trond trygve tsega tuan
    tugba tuomas tyler tyrone udo ugo ulla ulrika umar umberto unai urban urs usha uta vaclav valentin valeria
    valerio van-anh vanja vasil vasile vasiliki vasilios vedran veena venkat verena vernon veronique vesna vibeke
    vicente vicki vicky victoria viktoria vilhelm vilma vinay vincenza vineet viola violet violeta virgil virginia
    viridiana vitor vittoria vittorio vivek vivian viviana vladislav vlasta volkan volker waleed walid wallace
    wassim wenche wendell wenke whitney wieland wilbur wilfried wilhelmina willard willem willemijn willie wilma
    wim winifred winston witold wojtek wolfram xiaoling xiaoming ximena xin xinyi xochitl yael yannick yara
    yaroslav yasemin yasir yasmine yesim yevgeny yiannis ying yoko yolande yonas yosef yoshiko youcef youssou
    ysabel yukiko yulia yumi yuto yuval yvette zahra zainab zara zbigniew zdenek zeina zeinab zeljko zenaida
    zhanna zhen ziad zinaida zineb zita zlatan zoltan zora zsofia zsuzsanna zubair zuzana zygmunt
    """)
FAMILY = listed("""
    abbas abbott abdi abe abebe abernathy abiodun abrahams acar acosta adamczyk adamek addo adeleke aguilar
    aguirre ahn aidoo akinola akkerman aksoy aktas al-masri albuquerque alcantara alexandrou alfaro algarin aliyev
    almasri alonso alonzo amado amin andrade angelov antonopoulos aoki appiah aquino arai aranda archambault
    arnautovic arslan asante ashcroft aslan astrom atkins atkinson aubert augustin avila aydin azevedo babic bach
    bachmann baez bak balazs balogh banerjee baran barbieri barbosa barnes baron barrett barros barry basu bates
    batista baumann baumgartner bayer beauchene beaumont beck beckmann belanger bello benali benitez benoit berg
    berger bergeron bergmann bergstrom bernard bernardi berry beyer bhatt bhattacharya bielak bishop bjork blake
    blanc blanchard blanco blom boateng bogdanov bohm bonnet bos bosch bouchard boucher boudreau bouvier bowman
    bozkurt bradley braga brandt brankovic brennan brewer brinkmann brito britton brodeur bryant buchanan bui
    burgess burke burns busch bustamante butler byrd cabrera calderon cameron cano cao cardenas cardoso carlsson
    caron carpenter carrasco carroll caruso carvalho casas castellanos castro cerny cervantes cetin chambers chan
    chandra chang chapman charpentier chatterjee chaudhary chaudhry chauhan chevalier chiang chin choudhury
    chowdhury christensen chu claes claesson clarke cohen coleman collet conrad conti contreras coppola cordero
    cornelis correa cortes coste costello coulibaly crawford cruickshank cunningham czarnecki daly dang daniels
    danso dasgupta david davidson davies dawson de-vries decker delacroix delaney delgado demirci denis desai
    deschamps desmet devries diallo dias dietrich dijkstra dinh diop dominguez donnelly doran dorsey douglas doyle
    drescher du duarte dubey ducharme dufour duncan dunn dupont dupuis duran duval dvorak ebert eder egger ekstrom
    elliott ellis engel engstrom erdogan escobar espinoza esteban estrada evangelista faber fabre fadel fagan falk
    farah farkas farrell faure fekete feng ferguson fernandes fernandez ferrer fiedler fiore fitzgerald
    fitzpatrick fleming fletcher foley fontaine fontana ford forde franco frank franke freeman frey friedrich
    fritz fuchs fuentes fujita fuller gabor gaillard galindo gallagher gallego gallo gao garnier gatti gaultier
    gauthier geiger georgiev gerber ghosh giordano girma goldberg gomes goncalves goodman gottlieb grabowski graf
    grant grasso greene gregory griffin grimaldi gross gruber guerin guerra guerrero guevara guillaume guimaraes
    gunther guo gustafsson gutmann guzman haas haddad hagen hahn hakimi hamilton hammond han hansson harper
    harrington hart harvey hasan hashimoto haugen hauser hayashi hayes he hedlund heinrich heinz helmer henderson
    hendricks hendriks henry hermann herrera herrmann hess hickey hidalgo higgins hinds hirsch ho hodges hoekstra
    hofer hoffman hogan holm holmes holt hong horn horvath houston hovland hrabak hsu hu hudson huet hunter huynh
    ibanez ibarra ibrahim iglesias ikeda ilic iliev imai inoue ishii iversen iyer jackowski jacobs jacobsen
    jacobson jacquet jager jain jakobsson jankowski jans janssen janssens januszewski jaramillo jaworski jefferson
    jeong jin johannsen johnston joshi jovanovic juarez juhasz jurado kahn kaiser kamara kane kang kapoor karim
    kasai kaspar kato kaufmann kaur kawasaki keane keita kelemen keller kemp kennedy kent kern kerr kessler khalil
    khanna khoury kirchner kiss kjaergaard klaassen klose klug knudsen koenig kohler koller kone konig koroma kos
    koster kovac kovacevic kowalczuk kowalewski kraft kramer krawczyk kristensen kristiansen krol krug kruger
    kruse kuhn kuiper kulkarni kumari kunz kurt kurz kwiatkowski lacroix lam lamb lambert lamine landry lang lau
    laurin lavoie lawrence lawson le lebedev leblanc leclerc lecomte ledesma lefort legrand lehtonen leitner
    lemaire lemoine lenz leonard leone leung levesque levy liang liao lim lima lin lindberg lindgren lindqvist
    lindstrom llewellyn lloyd lo lombardi long lorenz lorenzo lowe lozano lu lucas ludwig luna lund lundberg
    lundgren luo lutz lynch lyons macdonald macias mackenzie maclean madsen magnusson maher mahmood mahoney maier
    maldonado malik mancini mann mansour mao marchand marchetti marin markovic marques marquez marshall martel
    martini martins marx masterson mathieu matos matsumoto mattila maurer maxwell mazur mbeki mcallister mcbride
    mccarthy mccormick mcgrath mckenna mckenzie mclaughlin mcmahon medina mehta meijer meijers meinhardt melo
    menard mendes mendez menon mercado mercier meunier michalski michaud mihajlovic mikkelsen milani miles mills
    milosevic miranda mishra mitra miyamoto mohamed mohammadi mohr molina moller molnar monaco monteiro montero
    montgomery monti moon mora moraes moran moreira moreno mori morin moser mostert mota moulin mukherjee mulder
    munk munoz murakami murray musa mustafa naidoo nair nakagawa nakajima nakano nakata nath navarro ndiaye neagu
    neri neves newman ngo nicolas nicoletti nieminen nieto nikolic nikolov noergaard nogueira nolan norgaard
    norman novais novotny nunes nunez nwosu nygaard nyman oberhuber obi ochieng ochoa odonnell oduya ogawa ogbonna
    ojeda okada okeke okonkwo okoye oktay olivares oliver olsen omalley omar oneill onyango opoku orozco orsini
    ortega osborne osei osman otero otieno ott owens owusu ozdemir ozturk pacheco padilla pagano page palacios
    palmer palmieri pan pandey pankratz papa papadakis pappas parra parsons pascual patil pau paulsen pavlov
    pawlak payne paz pearson pellegrini pelletier pena peralta perera perreault perrin perrot persson peters
    petersen petersson petit petrovic pfeiffer pfister phan philippe picard pichler pierce pietrzak pina pineda
    pinheiro pinto piotrowski pires pohl poirier polat pollard ponce pop popa porter pospisil potter poulsen
    prasad pratt preuss prevost prieto prince pritchard quinn quintero quiroga qureshi raab rahimi rahman raj
    rajan ramsey rao rasmussen rauch ravi reddy rees regan reid reilly reinhardt reiter renard renault reuter
    reynolds ribeiro rice richards riedel ries riley rinaldi rios ritter rivas rizzi robert robertson robles rocha
    roche rodgers rodrigues rojas roman romero roos rosa rosado rosenberg roth rowe roy rubio rueda ruffini
    ruggiero rupp russ rybak saar saavedra sadowski saito sakai salas salazar salinas salvador salvi samson
    samuelsson sandberg sandhu sandoval sanna santana santiago santini sapkota sari sarkar sauer saunders sawicki
    schafer scherer schiller schilling schlegel schmid schmitz scholz schreiber schroder schubert schuler schultz
    schulze schumacher schuster schwartz seidel seitz sen serra serrano seydi shaikh shapiro sharif shaw shen
    shepherd sheridan shimizu siddiqui sidhu sidorov siegel siemens simic simmons simon simonsen simpson sims
    sinclair sinha skov slater snyder soares sobczak sokol soler solis soltani sommer song soto sousa spencer
    stahl stanley stark stein steiner stephens stevens stevenson stoica stojanovic stokes stone strand strauss
    stroud suarez subramanian sundberg surya sutherland sutton svensson swanson sweeney szabo szalai szymanski
    takeda takeuchi talbot tamura tan tang tapia tavares teixeira tekin tellez tembo terzi tessier thapa theodorou
    thibault thiel thomsen thorne thygesen toledo tomasi topal torok toure townsend trajkovski trevino trinh
    truong tsai tucker tunc turcotte tyler uchida ueda ulrich underwood unger urban uribe uzun vaccaro valdez
    valencia valenti valentine van-dijk vandijk vargas vasquez vaughn vega velasco velazquez venter vera verma
    vermeulen vidal vieira villa villanueva villegas virtanen vitale vlad vogel vogt volkov vos vu wade wagenaar
    wallace waller walters walther washington wasilewski webb webster wei weiner weiss weissgerber welch wells
    wendt west westergaard whitaker whitehead whitfield wieczorek wiese wilkins wilkinson willems williamson
    willis winkler winter winters wirth witte wojciechowski wolff wong woods wozniak xavier xiao xie yadav yamada
    yamaguchi yamashita yan yao yates ye yeung yildirim yildiz yoon yoshida youssef yu yuan zaman zamora zapata
    zawadzki zeller zeng zheng zhu ziegler zimmerman zink zoric zuniga zwart
    """)
