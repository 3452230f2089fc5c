export const categories = [
  "harassment",
  "harassment/threatening",
  "hate",
  "hate/threatening",
  "illicit",
  "illicit/violent",
  "self-harm",
  "self-harm/intent",
  "self-harm/instructions",
  "sexual",
  "sexual/minors",
  "violence",
  "violence/graphic",
] as const;
export type Category = (typeof categories)[number];

/** Evidence on folded text: each match raises its category by `weight` (1 would be certainty). */
type Evidence = { category: Category; weight: number; match: RegExp };

const row = (category: Category, weight: number, match: RegExp): Evidence => ({ category, weight, match });

export const evidence: Evidence[] = [
  // sexual: explicit, then nude, then only suggestive
  row(
    "sexual",
    0.95,
    /\b(?:porn\w*|hardcore|blowjobs?|cumshots?|creampie|gangbang|orgasm\w*|masturb\w*|follar?(?:me|te|ndo)?|folland\w+|mamada|corrida en|hace(?:r|rse|rme) una paja|xxx|hentai|penetra(?:cion|ndo|tion|ted))\b/g,
  ),
  row(
    "sexual",
    0.9,
    /\b(?:sex (?:act|scene|tape)|having sex|explicit(?:ly)? sex\w*|sexo explicito|sexo oral|teniendo sexo|escena sexual|sexual(?:ly)? explicit|oral sex|anal sex|genitals?|genitales|penis|pene|vagina|pussy|coño|dick pic|cock\b(?!-a))/g,
  ),
  row(
    "sexual",
    0.82,
    /\b(?:naked|nude|nudity|nudes|desnud\w*|topless|sin ropa|undressed|bare breasts?|pechos al aire|tetas|nipples?|pezones|en cueros)\b/g,
  ),
  row(
    "sexual",
    0.6,
    /\b(?:erotic\w*|erotism\w*|horny|cachond\w*|fetish\w*|fetiche\w*|bdsm|stripper|striptease|strip tease|onlyfans explicit|sexo|sex)\b/g,
  ),
  row(
    "sexual",
    0.22,
    /\b(?:lingerie|lenceria|sexy|seductive\w*|seductor\w*|seduc\w*|sensual\w*|provocativ\w*|thong|tanga|see-?through|transparente|cleavage|escote pronunciado|boudoir)\b/g,
  ),
  row(
    "sexual",
    0.04,
    /\b(?:bikini|swimsuit|bathing suit|swimwear|bañador|traje de baño|crop top|underwear|ropa interior|falda corta|pleated skirt|knee socks|kiss\w*|beso\w*)\b/g,
  ),
  row(
    "sexual",
    0.85,
    /\b(?:rap(?:ed|ing|ist)|violad[ao]s? (?:en|por)|upskirt|undress (?:her|him)|remove (?:her|his) clothes|quitale la ropa|spread legs|piernas abiertas|no bra|sin sujetador|deepfake porn\w*)\b/g,
  ),
  // violence
  row(
    "violence",
    0.75,
    /\b(?:murder\w*|asesin\w*|rap(?:ed|ing|ist)|massacre\w*|slit throat|garganta cortada|(?:pointing a )?gun (?:at|to) (?:her|his|the) head|pistola en la sien|strangl\w+|estrangul\w+|masacre\w*|tortur\w*|stab(?:bed|bing)?|apuñal\w*|shoot (?:him|her|them|people|someone)|dispar(?:ar|arle|o) a|behead\w*|decapit\w*|degoll\w*|kill (?:him|her|them|you|people|someone|everyone)|matar(?:lo|la|los|te|le)?\b|voy a matar\w*)\b/g,
  ),
  row(
    "violence",
    0.4,
    /\b(?:punch\w* (?:him|her|them|you)|beat (?:him|her|them|you) up|golpear(?:lo|la|te)|paliza|knife fight|pelea a cuchillo|gunfight|tiroteo|blood on|sangre en)\b/g,
  ),
  row(
    "violence/graphic",
    0.85,
    /\b(?:gore|dismember\w*|desmembr\w*|entrails|visceras|mutilat\w*|mutilad\w*|corpses?|cadaver(?:es)?|behead\w*|decapit\w*|(?:covered|drenched) in blood|pool of blood|slit throat|cubiert[ao] de sangre|charco de sangre|blood everywhere|sangre por todas partes|severed)\b/g,
  ),
  // hate
  row(
    "hate",
    0.85,
    /\b(?:subhuman\w*|infrahuman\w*|white power|swastikas?|esvasticas?|nazis?|ku klux klan|heil hitler|gas the|raza (?:superior|inferior)|inferior race|master race|go back to your country|vuelve(?:te)? a tu pais|(?:muslims?|jews?|blacks?|gays?|immigrants?|women|mexicans?) (?:are|should be) (?:vermin|animals|filth|scum|inferior|parasites)|(?:musulmanes|judios|negros|gays|inmigrantes|mujeres|gitanos|moros) son (?:\w+ )?(?:escoria|basura|animales|ratas|inferiores|parasitos)|sudacas?|maricon(?:es)? de mierda|faggots?)\b/g,
  ),
  row(
    "hate/threatening",
    0.85,
    /\b(?:gas the|exterminat\w* (?:all|the|every)|exterminar a|kill all (?:\w+s)|hay que matar a (?:todos|los|las)|muerte a los|death to (?:all|the))\b/g,
  ),
  // harassment
  row(
    "harassment",
    0.7,
    /\b(?:you(?:'re| are) (?:a |an |so )?(?:\w+ )?(?:idiot|stupid|worthless|ugly|pathetic|disgusting|bitch|whore|slut|loser)|(?:bitch|whore|slut)\b|eres (?:un |una )?(?:\w+ )?(?:idiota|estupid\w|inutil|asquerosa?|fe[ao] de|puta|zorra|basura|gorda de mierda|imbecil)|hija? de puta|kill yourself|kys|muerete|nobody likes you|nadie te quiere|das asco)\b/g,
  ),
  row(
    "harassment/threatening",
    0.8,
    /\b(?:i will (?:find|hurt|kill|destroy) you|i'?m going to (?:hurt|kill|beat) you|te voy a (?:matar|encontrar|pegar|reventar|hacer daño)|voy a matarte|se donde vives|i know where you live|watch your back)\b/g,
  ),
  row(
    "harassment",
    0.6,
    /\b(?:te voy a (?:matar|pegar|reventar)|voy a matarte|i will (?:hurt|kill|destroy) you|i know where you live|se donde vives)\b/g,
  ),
  row(
    "violence",
    0.7,
    /\b(?:i will (?:hurt|kill) you|te voy a matar|voy a matarte|kill all|hay que matar)\b/g,
  ),
  // self-harm
  row(
    "self-harm",
    0.8,
    /\b(?:suicid\w*|self[- ]harm\w*|autolesion\w*|cut(?:ting)? (?:(?:my|her|his|their) wrists|(?:my|her|him)self(?! a\b))|hanging herself|hang(?:ing)? himself|overdos\w+|ahorcand\w+|cortarme (?:las venas|la piel)|kill myself|matarme|quitarme la vida|end my life|acabar con mi vida|anorexia tips|thinspo|pro-?ana)\b/g,
  ),
  row(
    "self-harm/intent",
    0.85,
    /\b(?:i (?:want|am going|'m going|plan) to (?:die|kill myself|end my life)|quiero (?:morir(?:me)?|matarme|quitarme la vida)|voy a (?:suicidarme|matarme)|no quiero vivir mas)\b/g,
  ),
  row("self-harm", 0.6, /\b(?:i want to die|quiero morir(?:me)?|no quiero vivir mas|voy a suicidarme)\b/g),
  row(
    "self-harm/instructions",
    0.85,
    /\b(?:how to (?:kill myself|commit suicide|cut myself|starve myself)|como (?:suicidarme|matarme|cortarme las venas|dejar de comer)|best way to (?:die|kill myself)|forma de (?:morir|suicidarse) sin dolor)\b/g,
  ),
  // illicit
  row(
    "illicit",
    0.75,
    /\b(?:buy (?:cocaine|heroin|meth|fentanyl|drugs)|sell (?:cocaine|heroin|meth|fentanyl|drugs)|(?:comprar|vender) (?:cocaina|heroina|metanfetamina|fentanilo|droga\w*)|cook(?:ing)? (?:crystal )?meth|(?:snort|inject)\w* (?:cocaine|heroin)|(?:esnifando|inyectandose) (?:cocaina|heroina)|cocinar metanfetamina|fake (?:passports?|ids?)|pasaportes? fals\w+|stolen (?:credit cards?|cards?)|tarjetas? (?:robad|clonad)\w+|launder money|lavar dinero|blanquear dinero|hack (?:into|an?|her|his)|hackear)\b/g,
  ),
  row(
    "illicit/violent",
    0.85,
    /\b(?:(?:build|make|making) an? (?:pipe )?bomb|(?:hacer|fabricar|construir) una bomba|pipe bomb|molotov|bomba casera|untraceable gun|ghost gun|comprar armas? ilegal\w*|hire a hitman|sicario|3d[- ]printed gun)\b/g,
  ),
  row(
    "illicit",
    0.7,
    /\b(?:(?:build|make|making) an? (?:pipe )?bomb|(?:hacer|fabricar|construir) una bomba|molotov|bomba casera|hire a hitman|sicario|untraceable gun)\b/g,
  ),
];

/** Somebody under 18. Alone it is no offence; beside sexual content it is the worst one. */
export const minors =
  /\b(?:minors?|underage|under-?age|preteens?|pre-teens?|teen(?:age|aged|ager|agers)?|child(?:ren)?|kids?|toddlers?|lolita|loli|shota|school ?girls?|school ?boys?|little (?:girl|boy)s?|jailbait|barely legal|just turned 18|jovencit[ao]s?|menor(?:es)?(?: de edad)?|niñ(?:a|as|o|os|it[ao]s?)|colegial(?:a|as|es)?|adolescentes?|preadolescentes?|quinceañer\w+|puber\w*|infantil(?:es)?|bebes?)\b|\b(?:[1-9]|1[0-7])[- ]?(?:years?[- ]old|year[- ]olds?|yo\b|años)|\b(?:aged?|edad(?: de)?:?|she is|he is) (?:[1-9]|1[0-7])\b|\b(?:thirteen|fourteen|fifteen|sixteen|seventeen)[- ]years?[- ]olds?\b|\b(?:trece|catorce|quince|dieciseis|diecisiete) años\b/g;

/** Harmless uses of the same words, taken out before anything is judged. */
export const harmless =
  /\bcorpse pose|\bnaked eye|\bnude(?= (?:lip\w*|tones?|shades?|colou?rs?|heels|palette|make-?up|nails|manicure))|(?<=\b(?:tonos?|color(?:es)?|labial(?:es)?|maquillaje|uñas|tacones) )nude|\bkill(?:er|ing)? (?:heels|look|outfit|it)|\bphoto ?shoots?|\bshoot(?:ing)? (?:a|the|some) (?:photo|video|campaign|film|editorial)s?|\bbath bombs?|\bbombshell|\bsex (?:and the city|education)|\bme muero (?:de|por)|\bdying to\b|\b(?:less|menos) (?:\d+ )?(?:years?|años)|\b(?:inner|my) child(?:hood)?\b|\bdesde niñ[ao]\b|\b(?:cuando era|de) (?:pequeñ[ao]|niñ[ao])\b|\b(?:hace|desde hace|llevo|lleva) \d+ años|\b\d+ (?:years?|años) (?:of|de (?:experiencia|oficio|trabajo|carrera)|as|teaching|dando|enseñando)\b|\bbare(?:foot| shoulders)\b|\bshot (?:on|with|of|in)\b|\bsex(?=\s*[:=])|\bsame-sex\b/g;
