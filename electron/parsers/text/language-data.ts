// What letters and words are common in the languages whose encodings are told apart: data of plausibility.ts.
// Counted in the translations of the Universal Declaration of Human Rights, with words added for Italian and Dutch.

/**
 * Pairs of letters, at least one of them not ASCII, in lower case; a space is the edge of a word. Five groups separated by
 * "|", from the common to the rare: their shares of the language's pairs run from 2 % down to 0.02 %, equal in logarithm.
 * Vietnamese stands here twice: with tones as marks of their own, as windows-1258 has it, and with composed letters.
 */
export const LETTER_PAIRS: Record<string, string> = {
  German:
    "üränfüküöreßtäßeärünräähüblä öhörüwäätöfsäwü| üaßfäföhämävößtäcölönücmünüsöußßlßnäßößülüt ämörösütüßiäuögösügüh|düeügägühüiökölöoßpötöuüß ßuäfälämöcüdüs||",
  French:
    "téé  àà  édéésérétréêtécég êéeiégéménéédlépéénépév|élsécéèsémoùrèrêvééqêmù mêèréf|bécèhôièuéôm| âhénêrâsèsûvèyéâcâgègènéaéhéuûr|",
  Spanish:
    "ónióráá ísaíánúbpúmáásún|tí érísíí íaídífeñgúlímémúnínópósótátézóácélénérínítñaódólómós| í úcíiéiñnúoípérétóátécédégétño||",
  Italian: "à tàràé è ì hé èù ò dìiùsìtùnéuò|iòfèiàlàoèròsé|||",
  Portuguese:
    "ãoçãaç àõeà çõcçráiçtênçémuéênnãçaé ídísaíiãárêm ésãtóvíá ílórúb|mípúcíávânériêlímésásõtétíátçoífív|dêfépírçrísítâuçvéàsédésícípírítón| óaúbácádãfâfígãgégêgóióiõlálémónánínónúoápçrârãrérósétáuáuízãzõágécéiéníaínócódómópúd|",
  Dutch: "iëeëënëlé  éeïeüféoövévóénééë ëeëiïnóróóörüp||||",
  Swedish:
    "räörätföänär äälå mä åvämååttähäläråägånpåsåäköv|näsäämödgähöålösröådågjäås ögålönåtöögbögöhånösö|däfäkämötåädävåeåråvönbädöiövåäsök|kölåäcåbåköjölömöpöt|",
  Danish:
    "å ærpåørmåværæænælfægølæådægødføåeålårdøkåmærøøsøv| æløråæsbøgåhønænøsåøjhæiøjætåtææfævøn øfånåsæsøtøåbånædøgøm| åbågækækømøåsåvæbækætøkøl||",
  Finnish: "ä täänääkälämäälsävähäämärjääiyöäsätäyönlödääv|tönäpääh äiäräösömköäeö öl|äkötööyääaäp|eähönöädöaöeöhököp|",
  Norwegian: "å  åpåærmåørødlæårjøvæfønøtøgåhøkåål|løtååtøkøsøvfånåråsøådåeøy ødømørøtæånølømønøt| æbåbøiøræåbåkås||",
  Icelandic:
    "ð  þaððaiðrééteðjóá í þeði íðu ááljáóðrðþjæðíkátörféél|rílímáótþa öræuðögðsöllöðrþávíðflýséýs órárúvæérínöfþrþvsísöáðætönlámöé öð|háoðrötöæmífólómórósökböföhæjölæsóágæfærðlónú úaúsþóbádógæhötóánægísðnðþýt æhéhújúmænænénþrýsæsþtætívöælðhóhókþi| úbæfáfðfófþgðnánúrórþáiárímðeðgó únþyþæ|búbýdæfæfúgöióiþkíkókökúlþmþnýpósátétúuþyðáfákámásædækænæpæzæþéfílípírítíððdópömúfúgúiúlúrútýðþö",
  Catalan:
    "ó ióé ràtéà és éènçaú gúméàrmínçtèísmèílúb|aípútíóntàtòèsièjàlísóuèànè èrífòr| à úaçbédèiòmórçréríuïícídítïtòd èaïaóbàcècécígèiàmúnònúrèròsàsèàcàdàfàmàtç ècèdègètímïsòmònòpúlún||",
  Galician:
    "ónióá  árásúúa óó ñeíntóuíódósaííseñ|úbúnoñpútíánmémámúrísíáiáséní íaíf| égúlílúnínópósótátézóácídírítómúe í úaúcícódífóiúnúoíáráté écédérétíbíxízórúdúv||",
  Polish:
    "ośścłoażówzłą ć żdjąróę ącięńsżeaćęd żeńłaołłeżyałtęępżntóąddóełeżórłnły|wł śjękóząiąpósąśrańożgłlęłżżadąićiłnąsósłwąóżązłuśćż |cąkąpłyćyłyśyżóbółłąń śwbędędźwózęójólł łcślżożsbącęiżląmęnęrżużwśócódążęcęłężłpź żc|aźdłećeśgóiśjókękłkżmóręuśyńyźókótągąkąsątęgękętęzłkś źmźnźńżbżl|",
  Czech:
    "í níráávé á ánnéě náněý ažmáždnýpřzádývážekéímýcmívíéhým úěnárícčiře| ždějívšém čdůožvévěátcítáákšeů ečměýtříbýtěvýláčeálčnž réádřikýuštíělžidáiáišíhísědšt|třůmužábílčlětšíůsběeřučácírúčšnhákáménůočtévůásěkšidélémůnžyšámázékévútěsěžřášuť ůvží|aťdídčižkůlýpásáájášénétínípítívúzěcěmřořsšlšo řežmýmžořpépůrčržsísňvřzšáhářážéčúcúsýkčačoěřň ňaššůlůžžnžužá| šačařašbíbřcůdřeňešgáhťhůičiřjálílůoňošpěpšrýtčtštůuďyžápídíjízířížújúkúpúrúžýdýhývýzýšýžčučáčíď ďoějěšř řašaškšťťoůrůčžažbžcžožtžďžšžů",
  Slovak:
    "ráávť é néý nýá náažmáždú zádýýcýmžeéh čáraťí čiše ľác ú žiťjúnívšľukéký|žinúočožtááksťyťátštsúréém šríálčeútčnľaoľvýúciáláušužímísľneľtýábásúččl|ečnžtúváčašnačdôkúučádýkčoťadáišrýtíámášívúdšišížíbôdédčhľkálýmôošvévôyšípôdôsôžúkúrúzčuľ ňošašošťžažnžu|dľeýešežháičlélúmímýpápúržsátévízšájánáuázícôvôľúpúsúšývď ľbľsň šuššťož žo| ťaľbýdídúeďeňeťgáhýižjílíménűoňpňpšrúrňsítňuďvúvňzčzťáhápážíhíjínírítôlúhúlúťúžýhýlýzýýýšýťýžč čkčíčšďoľvňušlšpšľűcžbžkžďžš",
  Hungarian:
    "és ésáásélágmétátéséénánálülárégítköérvéő özlálőzágáátó étlé ájámává|lótónétőébékólkékürézéöndésíábázbádőhárásüédépós özözüörötgéyéádőt|gíkálöáhéhösügődős úbóböiánírütözíámövbüműnőyüzőírün übécéféjóájútükütőlőr|bíbűdádófüjökíkőpírórősőyőzóákévínőbőkőzűndídöeéhíjékólílümónánürűávódóhödölújőfőmőnű űkűv| ődüfőgúhökűlúmínópápésútüvüyáyíyúyűá áéígívóaómótózú úgúlúsürőeőhőiűeűlűz",
  Romanian:
    "ă ţi şşi îîntăaţcăăţnăsăărânnţţălărăţaătvă|îmştât ţcâcţfăăsmârâţemăămpăăcaşbăeş|oţuţvâiţtâeţnşzăârădău|dălţpârşrţăvşoţubţgâgămţnâpţrîsâzâî ănăpşeşn|",
  Croatian:
    "štža čičržučuććieđžiašćečnišuščičoužđužeče žošpćčkažđešaačćučuše|ečočožršćačađižnešežićođčlšlaćećižoćčjšišć| šuđđaškžb ćađpšrđć čv||",
  Slovenian:
    "užžečeošža čiččišnržčlščžičnočišršešožčašt žžbačučškžnažkšši| šežhčšeečlžčjčušašlšo|ašbčižvššjžjjšpšušč čbžu||",
  Bosnian:
    "štičžauččn čržćieđućžiašišđužečoušužćečečičkše žažošožpćđeačrš|očćučačušašlžnečešežićođćačlšiećižoćčj|aćuđđađiškšćžb ć šađpšrđć čv||",
  Russian:
    "и о  и пстраниво спрно вов не енная а  ой обаввеосва|го ктвтоодлиелимчеанес дм в тьканых ре чолт етколопок льждь со батдеменебоогродоияакрию екиесв ринциажортетизалеу  тотеритыйемщеды мдиеды ьн|миомся уаржеилннбееетаыхегмобывндаасацейиилааличойту звлоеонсеьсамвивсизихиюсу е ллятрудымбраздуийисмарусп гднлжскожежившебщечжнпеснупчащивыдлн слытгаеззнлюмугроичт|жизоиоклктнууючн эаягид еоозояссуччиащикнстнтсущхо жаюиакиргрссиугужахблдрдсзвйслнлуопоцплсрубусутыеэтютачигирящабаеоюпающят яадглибидицпуржршсаунъеюдючян а цагбхбъебепеяжаз мыняокс увурщаыльюявяеяз|бсбявкврдвехзлищкркумьрыряфецешащуьзядбуеюзгздзмзуйнмяньошрнрртыулчлыбайапашбивмвугндддкешзбзрзымлнтнцофсьшиыпысьиькьтямях хаубвбнг гдевеиещжбжчипишкемннщоопипнппр рмсчсытдтяумухушфоффхахсц цыырьшьяэфюбюзягякяляю ф юаивдвзвтвхвшвьгегугшдтдъдяефжкижифйккжкцл лклсмбмпнвнднфнчоуохочощпыпярврдрпсдсмсхсштктптъуаукуцфафихехнхрхуцацвчшщьъяывыкынэкюряжяч",
  Ukrainian:
    "нао  пі а и  нрапр в ія воно сннкоставову  зваин|обти дни манза овиненяніогбоен бпох годиодлюосвільтароерв е ма кціь ю юдід рожї м  латжн тй орри ядосвомреальнє их уаббуднисяквнимезацаєон атьто|бемосоувівпітуд ілпесічиійаритмиспін їакдерідірутіутлянуітаглеоюсятвасдулалооїщо ц щийснсутегажекилічеамзпк кллимуозудії г чахзнміолчаб едекусісадвсдлесжаивоквлгіз ьсіх| єаздсежкручютїївеечржчн ж шбіданьючіаїхаюдьелкукіоцочсьтрулькятім йбигигржиикияйнкаменшряупурхихохтшеядіобрздзіилиричн нюттужумшишліяачжуйоопотргситнтяцюігіжізіюаїбабхвчеозвзуизйсктлунсслт укхіциянєюїн|вквтглгндждкдретзлнтошпаткуюуєфеязямяхєдємієїй хайблбмбсдтевейж збзоибицмнрнрсрюс сасетлушцечлчочушуьоюбювялікір еажвдврвудпдяебефжізгзкзмзрипищкелкнцофоєплпусктюцтьтявягіч юаубвг емепехешеїжбжджлидооохпнр рврдркрмртунфохуцьцяшкшошіщаьшююєтібішґр ф ґбнбґвввжвзвхгегудбецеяжожчзсзяигижифймкцкшллмбмкмпнвнднкнфпипшрпрчсдсцтєуаубугузуцфафіхахвхншаштщеюрюєяжяюєвєкіпіщїж",
  Bulgarian:
    "а и о е  нна и п сраванипрството дав вовненоандаен отатеотитоб|атвеектврелит сеос чод тза кдеияриеска зимкивиед бпо рвскоакиедия етилмачоросвциазичлнситризк съ мбоят| ев еллен лачеъдезинмеалдоърацбего уарасбролбъждортищевнд ойдъморяегруявбщгажеонбвднежжавъзвзискивклс у чиябигидквмирждвейикисснсотнчагржиз йсслувхощо| г лглемеой крнсогсатъуручажгидуериолом чкчнъладащвядрзниркткъожоиоясрусъз жагдлйноеуббизгзоиалслюоцчрщиъмъпъщючбхгуещиилуляспугудужунамблвззбзеищмуплргтт цайачбсвквлешзуицпупърнсятуупхнцацешещащу| хабврдсехечзпйтлзнтомопсутсхачлшкъвъоян аапзрижихишкулжлтнцняпепирсршсдфечвъсяк щбувугвепецеяжнздмянднуокочуаулх шаъкътям юаубнбягндддяефжвзкзлзтзхзяипйккцл мънкозофохпапнр ркрмрчсмтктяумушфохуцяшвшиъбъжюрялярях фаиахвдвмвтдбдпдчебевеиеуж жбжкзмзсиблвлкмнмпнвнннфоуошп пярврдрпрхръсчсштдтмтпузутухуцхрцвъгънъююзягядящ",
  Belarusian:
    "наа і  паввара ае  і нпраб сы ныннадя анацпаалмане|о асу ча модь  дамаркатах лаў  ўбой рыць явеко заг кльм стдадзцыганяін чаеніымоўсвзацц удньн байвыжнк ен гро в рексаакякміожыячыыхлелікітогод ю ўн|віцазе т шбыжасцыцаўаютвдуляахвоіхбацілюсптуягўлаттыынэтрэштолючяняўбегрерпехоэнўсазачгузяклнонуовсуукяргэесзнсяімапдлжыморуудчнічмеснсіулыіядбувядыонсеус|ʼяеаежйнн цяіядсейз нсобогтрупуючэысюціцаіб ецкркушлыкытяляц ж лгідкдэезечсоумшаюбямвузіломуншржскувхаівісаёбройорпятэуршчшыылэкіжіражаядждоеделозпослужуцхтыйычыюькэлэсюдячігбʼбхбядребзʼзьктмлпургс цеыбыпязізўч| цбвблемеязллумʼмянюрнсртнфецтцёчвызяеяхё ітіш хбмбнбіглетзвздзумкмэнтосубушцочлывэряйясяшёйідііўвўм эʼіафашбсгндпдтепешзбзккннцоеплрсткузухцуцюшэыгырыўяюёмікўя ёʼеаагчдʼж жбжчжэзгзрзыллмннднчокотпнр рврдрмртрчсыугутучфахуц ш шуыеышьсьтьшэйэфэчюзёнійіліюіўўдўзўк о ф юʼюбггедбдвдіевефжвжкжозмйгйкймйшкскцкшл лклёмбмпмснвнфньомоцочошпшпірпсдсхсчсьсют тлуауеунфофіхвхнцвцкч чушкшнэбэдэмэпэхэцэіюрявяжяпятёвёўіфўеўжўрўт",
  Serbian:
    "а и е  п с иу о рапрнаваав н дкост оновоимни уоводтиакмам по|да кјеоссвојверели бобнероеденње ззалоштањвирикаанаритилогслтвјадндромбола ммејуњадеците р јијајихта вдитуемх |биивбевнг ичмору ттоењорсуатезикадотудацизонсеерицн сасктрујврекжаснупучвугодуеђинисопчназасд дот албадскуржјиљу ч њамашегошунжикрну гзблннсолчеђуљаљебрбуелескилепутнугужђе| лапглебжезвирмиољпасмушј ћеаоетишклцачошењувљгизнквпшућ шгрк луршумусчи ж љажгагуевељз зекемуцечачушашкачзлињмљокутчкјоњи ћв епзизуиокљожоиргсисрурћи| а цгнежешећжниљоцр рнрсс сосптпубукуђчлљиљнблбндвдлдњецечжбзригижипићктлтнднтођпиплузулуххоцушишљљсћаћу еабагауахбјбљвлдбдгдмдјеожњздидочоћпепкпнпсптрврдтктсхахвц ђајвћ  хађаљаћбдбзвдгегзгњефехејзоибиђкнкњмннвнкнцозоуоњпхпцпљрпрцрђсхтчувуњфихнхрхтхушњшћђијкјнјњљ љољшњоћо",
  Greek:
    "α ς  τι κα κν αιικτηουτο πη  ε δτανα α σδιειποο ή |στυ ε  νείανοιιαίαερμα μηςωνηνθεαςπρσηαίαττελετιωμ ο έπερομεσεκήασνεέχελυνχετωένετριαπ ηό ίωεςκοον| γισμοπαραί ιολονοούρίευινδεεν άά νιπισυ όαρεπιςκάντρευςαθητιδκόησοπ ήάτορρέών θίσνωπό υαλεξθροσσίγισκσμεσμέυθόλότθέλισα ιέπλλνθρηυπ χήςαγεύκευσάλίναυιώλανηοςυτίςακθαμότάέςήρίδεκληξαξηοτάθημθνιάιεκρμινόρώ| ίαμγεδήογργρότήηριωμάομράσιβαδίδοεθζειτμπτρυλυξωςώμάνάσέσαδγέγαδηκηλένάπτσφφαωπόμόνόσώπ βέλίτλίνώολσοσωχρύθέρίείκαξεμοίοδπλρωυμύ ύνώρ λάμάξβάκέκλκώρυτέωτύσύτ φ ωίζίρεωλήνίξιοχρύτίτότώχοωρόπύούς ζάρήπγνγοθήιλκτνένήοκοφτυψηωσ|άζάκάπήσίοαζγάγήδαηλιθκπμίνδξεπάρχχώώσίπγμδρζωηθιρκίμβμημμμφπίρτσύφεφοφυχωωήόςύμέγήκήνίθαβαφγίγγδυεβεγιβιμιχιόξάοβπέπηπωσήσσσχυρφρχέχνόρώςάγάδάςέθέκαοβήβοβργκγυεχζίζοιηκυκφλύλώννξορήρμρνρρσβσπσόυχφιωθόκ ώέοέτέφέψέωήτβιβλγωεδζηηγηκθάθιθώιπιφκδλάλμλυλψμήοάοοπνρκφάφέφήφίφθφωφύχήχαχηχθχιχυψεωγωξόούγύεώδώτ ρ ψ ἐάχέεέμήγήψίηίλίμίψαχαϊβέβίγηγλγρδέδωδύεάεφεώζόηδηεηπηφηψθλθμθοθυιγκιλφλωμνμυνύξέξίξύξώοέοεοηοθρβρσρφσδσώτσυήυβυγυευηυκυφυψχάχίϊκόδόηόθύλώγώκώοἐχ",
  Turkish:
    "ını sırıkınıırişürdıiç şeşlışahüş tüşmünşıılşi öışgötıçiık|çeaşüliğmüuğç ü ütğiğu ürşğrıy çrüızşeşkağbüeğlüöröğştaçdüçaözğeısşl İhıyıönğlımşbeçtçümğı|gıoğçbçıüzİnıdıtkümısüuçuşüsüy ıcıfıgükönüpırçzıçlçoölücükığ|bıhşkçvüyöyüçmösötüdüvğaşsşvböcüdökâlânşoşsçsözözüâkânçhçtçuöhöyğsİlİşıbıcşgşö|",
  Hebrew:
    "ת  הותם ה  לל  א ו בו י  שיו ככלן אייםזכא אורו| מולשללא זוידם יאדחיבונולהוהלייתכוחוירוביהר שוייניכא עודתותיד החואביינהאך  חדיהוהיהמוממישייןמוונריאתיללונהעו|ברוןוררהצושה פדוהככרללפוישעלאלבמהגוחסו נבעדהווזוידלבש  דוךיאבחדרלתעבעישרבנופח יחמדמשפיק אשהתושחרלפע ציאמארבכגנהזהעוגוקיסלענתפלפשבאבדבהבטבלגוהביביעלחמעסי ס תאחבזבשהדוצחבטילממאמהעהפחרבגבהפהשועחדיפכבמנמצנשף קי| רדעהההםהנוכזהחסלטלכלםלקעמפנפרקררךרצשעשפבתגדוסיככימפמקמתערעשפתקבשבשמתהתם ג קב גידתהןהצהקוםזרחהטולשנאס עםקנרארזרחרכרשרתשאשנשתתנתפ צאגאזבבהסט טרלדלרמחמטמכנלסרץ קותחתקאהאנבקג דקהלהרוזזאחשטחיגלזלנמזמלמןנגסמעצרגשכתת|אסבפגזגןדמהטוףזעחזחלחתטלטעיצכדכזכחכךכנלסמרנקעדעקעתפגפעצעצפצרקדקפקשרטרמרץרקתאתבתמתןתףתר טאבאםאפגלגמדבוטזמזנזקחמטבטפיזיטיךכשכתמבמגמממץנחנטסדספסתפדפטצאצבצמקצרעתלתעאכאןאףבגבסבצגעגתדחז זזזלחןטכטםימיףיקכהכםכמכןכפכצלגלןלצמךמסנ נםנןנננסנפנצסהסחסןעזענעספכפןפקצדצטקהקלקםקעקתרדרןרסרףרפררשגשזשטשםתכ",
  Arabic:
    "ال اة  ون ي  أا  لية فل ه والامافيق لححق ماند م  ب|لم تأوو  ع يرالكلتى ام إساعلول حت ع رياتر لأكللىتمتهعامي كحرمتيااعكاادقوهاوقأنتعونأياءينء استرردلإلعللمة| شبامنخصدوشخفرليإنسيقاإلارعيمعملنسص ك يه هلدويأسذالقلههذهمدةعنيع دب جتز ناير ق نأمايستقدقي جاجافبيتحجمحدس عملةلجمرنتاقاواًتيجرحمديضملبلومسممنونييتيمً غيفالفمجوم ستاداض عتف لرلننهوبيجيد|اكتندمسرييإعائبربلتستوجوحاخاكملسلشلضأعاةاحبحتفتقحتذلرةرضرهروسلشتشرعقكرمحنموحودوزوفيزيش ذ غاباضبمح خرخلدتدهربرترقزوشعضاضعطرعةعضقةقتقللزلطنصهدوروسوعيقيلأحأداخاشاطاهبهبوتأتجتدتلج جاجنجهختدردفدلذيرفصلعومونظوأوإوضوط آآخإربشبكتبتضحيذهرأرجرسرمزيسفسوصاصيضيط طةظرعبعسعهغافعفققهكولذلغمصمهنبهيوتيحيخيسيكًا| خ رأ أجأخأفأكإجإدإسبسبطبعبقبنتغتكثاثلجبجةحةحكحلدخرعرىسبصوطاطنظاعرغرفةفسفنفهقضقعققلآلثلخمبمقنحندنفهووجوىيضيو ضأصأغإذإقإمئةئلئهازاصاغبأبببةبتبجبصبغتتتختزتصجأجدجزحوخودئدبررركرًزازمسةسكشةشمشيصحصدصرضدضرضطضىطبطفطيعدفضفظفكفلقبقركذكفكنكهكيلصلظمثنزنشنضنقهةهنوصوكوهيئيب ز طءاءةآبآذآرأةأثأشأطأقأهؤمؤهؤوإخإطإكإيئائجئرئفئقئمئياؤاثاذاّبثبدبضتؤتةتثتىثبثرثقثنجغجلجيحجحزحسحشحظحفحهخةخدخضذ ذترءرغرنزدزعزهسحسطسعسمسنسهش شأشؤشاشدصبصةصتصفصهضلضهضوضًطلطهظ ظةظلظمعجعذعزعطعىغ غبغةغذغنفإفئفتفزفصفوقطكبكدمشمطمفمًمّنةنعنكنىهبهروةوخوشوظوغيثيصيغيُُخّ ّا",
  Persian:
    "د ی  ا بر ه  م وو  ک دن ت انا راایار حدا هرد ت آباند|ق حقادمامی ردریت شازکهل وردیم واز هراسامیاود نینسا خمواش یبرخوشدیددهس ملاعریزاکسشو عستابهاوقآزآنعیلااتقومننی|اجع البیلینوونقاگراهتاتمشرنهکنهمکااودوعلنایهبعجا قائسینم ج گحدش مر فتورهمتگیئیب بشخاروعمقیوییریکاقتهجتللوسوم زبهبوتردگزنشنفرهدهی پاحبتبدخصیلتیرفرنعاعقفامحمسمعمقنجنسیگآمافتحتعجرحمصیلممجهٔٔ کشیم| ساخأفتمهک کیگااًحادددمرکشکصوط قرقعلهنتً کریچ لبمزششتعهنگهنوزولٔم ص طتبتختشج ح حتحیرششخطومدننکلکمیب چبطبلتفتقجمجهخلدسذهرترخزدزمسرضامخمذمکنظهبوجچنیط ذتدتستضجبحرختدتربرزرسشاضیعضعنغیف قللحوصوعپرچهیشیض|ئلاصاضاکبختنجودنذیرعرمسبص ضعضمطرعدفعقتمشمچوضپیچ کتکویثیحیز ظاظبنتصتکثرجدحسذ رجرضسعسمشیصاصدصفضرضوظ فقلتنبنخنرنصنژوحوهژاگویق غآوآیئواطاغبحتجتغث ثیحلحکخذخشدعدفدکذاذکزبسنسهسوشئصلصمض طبظاظرظمظهظیعوفهفکفیقبقصقضلزلفلقلکمبمزممنحنشنفوئوطٔیپذپنچکچگگذیسیعیفیویی ث ضء آبآثآخآرأ ئدئماءاااثاذإاپبآبببجبزبسبقبگتگثاجزجسجنجیحبحشحصحظحفحهخ خدخرخفذشرررغرقزهزوزیسخسطسلسکشأصحصرضدضططتطحطلطیظلظوعبعصغ غتغلفسفشفظفنفوقدقطقهلسلغلنلومگنقنچهتهسهوهگوبوتوظؤوکوگِ ٔثٕتپدچیکدگ گنیجیِ",
  Lithuanian:
    "ų ą ę  į žį ėsžmiųnėsębūmąišūt štųė įsškšižisėėmėjbėjųčiešmų|šaaždėvėjąvęūrnčštgąkėėtžvbędžiąižląnęnįsątątėtūėl|lėmėrėš ųjačkūrįužšeašbąkšrąsųąjąląžįgšošrūdūsž žaže|ečežgėgūkąkękųlįrūrųtįvąąsč ėrįvšdšlšvūpžįdądūgįgųiūkįmęmžnąnųrčsčsįtętžyšyžėdėvėšęsįtįžšnšpšsūmųsžožtžu|",
  Latvian:
    "ībā sīrīnāšatālīīgvēīvkāāstīzījānīācātiņītārpāādrāvīērošņaālāmēkīd|bāāk šcīlāmāējdīētīskļrēbūešmēģiīkūtašiāī šipēsāāpīššuķi īdēlēājē |iģmītēābāš ģaļdātūvāēcēlēššošībīeņežkšrķušzāēmījļaļiļīņeņuņāšāšķgāāvņišcūdūržoaņpņtņīpļu| ābēišjīmšpīsūtšāiānēļīmīrļ ņēūcūs|cēdūeļkūlčlšlūnēpģpūrūužzēāačuēdēgģeģēīcīlīnķāļoļāņšš špūkžažā",
  Estonian:
    "õi õvõ üärühkõmõääõrvääipõtäõhööültökäsüüksõõuõlüdnõäeälõtüü|mäõnjäätpätüähö öp| ähähüiõläpürüsätõäbõpötün|aüdõjõlüpörärõuüämänäsõbõõödögölörösürütüv|",
  Vietnamese:
    " đươênư iêônơihưyêhôơcê ângưhâêuâttưôiđưôcđêuôưcđôơ ơntôô điưnmôăn|ôthêđauâđobâvêvơcôhơsưêtâycưâmnưtâêcăcđâơpbăcơgôêmưa|kêlưđăxưcâdâiơlơnôsôêp ơdưoărưsơtêxâưunêrơtăâpđuhălênơâuăt|iưlâvâvôbômưnărârêtơvăămđơ ưbêbưmăvư| ô ăgâgêgăgơrăâcômăpơt",
  Thai: "ารกาละแลองทีิที่ระจะ|ใน่าสิามางธิทธด้ปรือันรัมีเป่งคว็นับติวาได แขอ ทป็ดยโดชาน ะเ่อรรีส่จภากคคนหรทุสรุกงคทาานนเเทนกนมรืังิสาพกัด อิ้า|มาว่อกาชายื่่วครตนั้าก้อ ๆกรงกงสรมิดียใดๆ งตอยอัะกักาตต่สัห่า มคม่รภสมะทแหไม เ่นนอมกรสรอ หคมงเจาชนบัหละอ้รง มเะช้ นทิใฏิธรนคนแปฏม หนะไีู้่้ง้น จคลงปงอต้ทันีนุบรบุรเห้ะหกกทำนามนริวมวยัดัตาจิ ุคเสให้ม โตาทศมรยชรดลัษยาทิกินุษ่ไ้วกษคุจำญานัมแษาหมอาะถะใาศำหิบึ่กลคคงแนปนโบคยอยูย่าคิมเห| ใดาถืถูนตนสนหนไมทมูยรรกรพวิศาอนะตั่ำเึกึงูกเกเพ่ใซึดิตรตัท่ผลย ยทย์ราลืลใศึสำอบอสะสะโัฐัวาวาสุู้ลเช ก บ อกดงหงาถึบกผิยกยารณรตรแร่ล่ศัส่หวอืะคะมะแาเำนิญิติแเขเอ์แ มกปกมข้งทงใชืฐาดเทรนดนธนินใพัพิมมยมยเร รปรลรศล ลาว วัว้ส สาิธเตเนเล ค ซ สกำกีก่งขงจงชงมงโงไชีดทดีต็นขนจนบน์พ พแมอมัมิมโยงรงหาอมะจาดำกิงิไิู่้เคไป็ม่ม รกฎกตกิคังผจัญญน้ผูพยพืมสยปยพยุยแยใรขรวลกลงวรศ สนสหออะรัญิจิศิเิ์เจเมแตโยไว่เ้ก้จ้ส์  ไกฏกสขัค์งนงบงยงวจรชญชิช่ญชฎหฏหฒนดนดสดัดไตกนนนืบถพใมขมืมใยิรครทร้ลปวนศจสอหปอภอเะบัฒัยาลาแาใีกุดเดเรแกแท็จ่ค่ย้เ| ตกทกอก็ขาขึคงคางรจตจ้ช้ฐ ณะดขดตดมดอถานผนยนรนึบทบนบสบเปลปิพขพลมผยวยสยัรจรยรใรไวงวหสงสถสุสูห็อ อจอดอถอวอำะ ัพาบาปีวึ้ืุ้ตเผเวแดแรแสใจใช่ก่ด่ต์ท ด วก กจกบกภกวกเคิงดจ จกจขชัณ์ดงดหดำดใตถถุทยท้ธาธีนพนวนะบผบหบาบูป ปกผ่พอพีพเมตมหยครฐรีร็ลจลฐลิลีลุลเวกวลวแวไศขษฐสดสวหยอคอชอตอทอปอใะดะศาธาษาหาอาไำพำอิหีทีพีอุณุมุ่โนใต่ส้ค้ป้แ้ใ์ก์ข์ส ป ศกขกชกศกแก้ขณขตค คดคะคูค่งงงซงถงธงพงภงศจนจผซีญิฎิฐกฐบฐสณาณีดกดจดรดูดโด็ตจตทตยตุถมถีถ้ทษนงนชนลนศบ บขบบบใปฎปใปไป่ผยพสพหมดมถมบมปมยมศยขยจยตยธยนยบยผยลยไรชรถรบร์ลขลตลทลธลบลรลำลูลแวสศตศวศิศีศแษ สตสีสืหญหตหัอขอลอศะปะวาขาณำคำงำผำรำลิถิปิภิลิษีขีคีลีใืนุถุปูงูรูแเงเบเศแนโทโลไต็ก็แ่ข่ท่บ่ป่ภ่ร่ล้ข้ท์จ์ม ข ฉ ช ณ ถ ผ ภ ยกงกถกผกยกุกใขบขภขวขีขืข็ข่คกคตคหคำคเคแค้งลงิงืจทจสจึจุจแจใจ็จ่ฉะช ชชชรชอชุชแญกญหญอฎบฐธฐนฒิณ ณกณคณจณนณปณวณิดปดลดแต ตขตปตวตอตแถขถิทคทนทิทใธสธำธุธ์นซนฐนถนำนูน่บงบตบปบพบยบวบอบำบิบีบืบแบโปณปตปวปะปแผชพดพตพทพบพพพรพฤพศพาพำพูพ้ภรภัมชมณมพมวมุมไม้ยดยศยหยียึยืรธรนรษรหรำรุรูฤตลวลสลึล้วตวุวเวโวใศรศษศหศอศใศไษทษอษเษ์สธหดหพหสอธอรอโอไอ้ะขะนะพะยะลัชัสัอาซาถาโำชำตำบำยำไิขิคิชิยิวิอิโิ้ี ีชีบีผีภีหีเึดืบุ ุขุฒุทุผุยุเุแุ์ูจูชูญูดูปเถแขแจแพโหโอไขไห็ง็บ่ ่ถ่ำ่แ่โ้ซ้ต้ถ้บ้ภ้ย้ห้ไ์ป์อ์เ์ไ",
  VietnameseComposed:
    " đà̀nườ ́c̣cá́ ệ̀ iêhử ̣iộyêựảônợ̣nhôờ̀iệ́ngưhâọốó́ṭtủìếớtưđửnạấ̃n|́iđêị̉àuuôânậênữđôtôứ̃ ểư điímôụ́pã̀ọphêởđauâđobâvêvởicôhơsừỷm|ầ̉ocưnưtấoúũổđâơnbăẩằặcơgôơ ̀ḿukêlưýđăxưắẳự̉mcâdâiơlơnôsôêuồăn| ơdưoărưsơtêxâỳâmô ỗ̃ịanêỏrơtăùđuơím̃ạohălênơỡừ̉yẻiưỉlâvâvỗụu|bôéĩmưnărârêtơvăâyễđởụy ưbêbưẽẹmăòvưưùa ô ăgâgêgăgơrăỹỷẫêmămưáy",
};

/** The most common words in ASCII letters of the languages that are written with Latin letters. */
export const COMMON_WORDS: Record<string, string> = {
  German:
    "und der die zu auf recht das hat jeder oder in werden durch darf den ist eine rechte seine haben seiner von als bei da des einer gegen schutz alle dieser niemand sowie an dem mit sich vor zum allen bildung ein familie frei gesetz",
  French:
    "de et la l des droit le a les ou toute d en sa droits que dans un une ne par au tous est pour qui aux du ont qu ce homme nations nul pays peut soit contre son sont aucune doit famille il sera",
  Spanish:
    "de la y a en el derecho los que persona tiene su toda o por del las se como un una al para ser sus todos contra nadie no igual e esta familia humanos ley social tienen actos caso libre ni sin tanto trabajo unidas",
  Italian:
    "di e diritto ogni della ha in o il la a essere alla che diritti dei l ad ed sua al per un una del i delle le sia deve hanno nella tutti da nazioni nel nessun non stato umani con ai contro dalla dell",
  Portuguese:
    "a e de o direito da ou que tem em pessoa os dos sua toda do no na todos as por ser das humanos ao aos para se com pode uma como contra seu um sem social alguma deve ensino igual lei pela seres todas",
  Dutch:
    "de van en een het op zijn recht te ieder in heeft of worden rechten om zal voor aan door dat met deze die hebben welke naties alle mens is niemand tegen wet als bij gelijke tot zonder andere geen gezin land niet ook sociale",
  Swedish:
    "och till i att eller envar av har som de alla en lika med denna fri skall varje ingen mot skydd den frihet genom hans sin vid samt under det icke sig sitt utan deras land andra dess fria fritt lagens annan blivit dessa egendom",
  Danish:
    "og til har at i af ret eller enhver for de der er en skal med som alle den lige denne da det mod under hans ikke ingen krav nogen et frihed ved fremme frit gennem sig forhold frie sociale uden alene andre arbejde familie",
  Finnish:
    "ja on oikeus tai ei kun saa sen ovat vastaan jotka nauttia suojaan kaikki lain oltava ilman kanssa niiden siihen teoista toisten",
  Norwegian:
    "og til har i som rett eller enhver av for er de skal den med alle det en denne da mot krav at hans ikke ingen frihet fritt noen gjennom under uten ved blir et forente han land sitt annen lik like loven samme sin",
  Icelandic:
    "og til er sem skal fyrir um ber hver menn skulu hverjum eiga hann vera hafa manni eru allir engan hans af efla eigi enda gegn borinn eftir gera hefur heimilt hvers mann svo taka vernd annarra einum hennar i landi sinna sinni upp verndar",
  Catalan:
    "i de la a dret en el l o que per persona tota les d drets seva els no dels una un del al tots amb aquesta contra humans nacions se cap igual tothom als com han llei ser social tenen actes es s sense",
  Galician:
    "e a de dereito persoa o da ten toda que ou en do os por dos se no das ser unha para como contra na non familia igual lei seu seus social actos as caso dun libre nin sen un unidas vida coma entre estado",
  Polish:
    "i do w prawo ma lub z nie jego praw na jest prawa wolno ochrony oraz bez nikogo to o aby ani kraju pracy swych za dla jako od prawnej przez wszyscy ich innych innymi jak ludzie mu poprzez przeciw przed swej wobec zawarte ze",
  Czech:
    "a na nebo v k se jeho i aby s je nikdo ochranu ve proti za by do jsou pro svobod bez byla svobodu svou to z bylo mezi mu o byl byly podle rodiny rozvoji si stejnou svobody toto tuto",
  Slovak:
    "a na v alebo sa k jeho je aby nesmie ochranu ako nikto s proti i pre za aj bez slobodu svoju by do krajiny ktorom medzi pri slobody svojej tejto vo z bol boly ich mu pod rodiny rozvoju si slobod svoje svojich tak",
  Hungarian:
    "a az minden van joga hogy vagy mind sem emberi arra lehet jogok kell szabad nem senkit jog jelen mellett amely mint szemben teljes alatt azt ez hazai ilyen jogai jogokat jogot olyan pedig",
  Romanian:
    "de la a dreptul orice are sau care nu fie fi o se au sa pentru prin sale cu trebuie ca mod toate din nimeni om va al este lor poate nicio omului precum sunt drept umane unite alte asigure caz ce egal egale fiecare",
  Croatian:
    "i pravo u na da ima svatko ili se prava ne su bilo biti za je slobodu smije mora kao nitko sloboda svoju bez koji naroda radi imaju koja od protiv svoje a djelo kazneno koje osnovi s slobode sva tako zakona bi brak drugim",
  Slovenian:
    "in v do pravico vsakdo ali ima ne se ki z je biti s pravic sme na za da so ker pri varstva vsi bi mora njegovo pravice pred med to tudi imajo kakor kot narodov po tako dejanja enako glede k katerem narodi ni",
  Bosnian:
    "i da u na pravo ili ima svako se prava su bilo ne treba za je slobodu smije biti bude kao niko koji sloboda bez koja svoju imaju od protiv svoje a djelo koje kojem nacija radi s slobode sva tako brak drugim isto jednaku",
  Turkish:
    "ve bir veya her bu haizdir herkes olarak ile kimse sosyal ana hak tam din ilan insan milli daha etmek kamu keyfi olan tabi adil ancak da erkek evlilik ferdin genel haklar kanun mahrum olmak olsun yoluyla",
  Lithuanian:
    "ir turi ar jo kad negali savo tiek kaip tai yra jis niekas nuo su visi be jos kai laisvai nors to arba bei bus darbo jam jog teises gali kartu kitais kuris metu mokslas pagal pat reikia taip tarp tik visiems visos",
  Latvian:
    "un ir uz vai ar kas ka pret bez katram no par likuma nevienu valsts darba lai savu tikt visiem citiem jebkuru pamata personu pie to",
  Estonian:
    "ja on igal ei oma ning et mis peab tema nende pidades silmas kaasa kui eest kus olema ka seaduse tohi vabalt haridus iga kaudu kedagi riigi see abielu aitama ajal ees ilma inimene kellegi korral mida nii pidada sellele ta temale usku vahel",
  Vietnamese: "do hay gia trong cho con vi ai qua nhau quan tham theo coi khi quy can chung khai ra sinh tin",
  English:
    "the and of to in right be veryone or has shall rights his a any for is by all human equal freedom as this reedoms ational one no which law with ntitled tection have nations social ucation are whereas free onality family against amental full",
};

/** The syllables that make up most of running Korean. */
export const COMMON_SYLLABLES =
  "의한에하다가이는권리를자사을적은유모인든진로여국람과어정으서또동고대신보기도와지받위며제아그부공회할수선교니등있되법구간호전나된거및노성행누통우종존없합장러떠계무경언생해상육느원포들치야연비예게평결단일요관력형차별실라당것화초시격록필발증재활중완주죄함른질표엄만명반준개민체따목배혼류양였터강본념학내조식태타산규독근문될소현직업천세심래항녀속약영토피견족출향립안매벌추히변범작운섭박롭집참접능택술분키핍릴망폭면헌남협편스각효날때애역금앞률방판입용난칙탈떤담불건익휴복물";
