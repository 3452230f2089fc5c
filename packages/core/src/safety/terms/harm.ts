/** Violence that is shown, English and Spanish. */
// biome-ignore format: lists of phrases
export const violencePhrases = [
  "gore", "gory", "bloody", "bloodied", "bloodbath", "blood", "covered in blood", "pool of blood", "murder*", "massacre*", "behead*", "decapitat*", "dismember*", "disembowel*", "mutilat*", "tortur*", "execution style", "hanging corpse", "corpse*", "dead (body|woman|girl|man)", "strangl*", "chok(ing|ed) (her|him|a)", "stabb*", "stab (her|him)", "slit throat", "slitting", "gunshot wound*", "shot (in the head|dead)", "(being|getting) (choked|beaten|whipped|stabbed|attacked)", "gun to (her|his)", "pointing a (gun|rifle|pistol)", "holding a (gun|rifle|pistol|handgun|shotgun)", "(assault|machine) (rifle|gun)", "ak 47", "ak47", "school shoot*", "mass shooting", "terroris*", "suicide vest", "suicide bomb*", "pipe bomb", "beating (her|him|a woman)", "beaten (woman|girl)", "black eye and bruises", "battered (woman|wife)", "kidnap*", "abduct*", "hostage", "snuff", "cannibal*", "kill (her|him|them|you|someone|people)", "killing (her|him|people)", "severed (head|limb*)", "domestic violence", "burning alive", "acid attack",
  "sangre", "ensangrentad*", "sangrient*", "asesin*", "masacre*", "decapit*", "degoll*", "descuartiz*", "mutilad*", "tortura*", "torturad*", "cadaver*", "muerta en", "cuerpo muerto", "estrangul*", "apunal*", "acuchill*", "apuntando con (un|una) (arma|pistola|rifle)", "pistola en la (cabeza|sien)", "con (un|una) (pistola|rifle|metralleta|escopeta|arma de fuego)", "tiroteo*", "golpead(a|o) y", "paliza", "mujer golpeada", "secuestr*", "rehen", "terrorista*", "bomba casera", "matar (a|la|lo)", "matandol*", "violencia domestica", "quemada viva", "ataque con acido",
];

// biome-ignore format: lists of phrases
export const selfHarmPhrases = [
  "suicid*", "kill (herself|himself|myself|yourself)", "killing (herself|himself|myself)", "self harm*", "selfharm*", "cut(ting)? (on )?(her|his|my) (wrist*|arm*|thigh*)", "cut (her|his|my) wrist*", "slit (her|his|my) wrist*", "hang (herself|himself|myself)", "hanging (herself|himself)", "noose", "soga al cuello", "(del|al) cuello con una (soga|cuerda)", "overdos*", "pro ana", "proana", "thinspo*", "starving (herself|himself|myself)", "anorexi*", "bulimi*", "want to die", "end (her|his|my) life", "jump(ing)? off a bridge to",
  "suicid*", "suicidarse", "cortarse (las venas|los brazos|las munecas|las piernas)", "cortes en las (munecas|venas)", "cortandose (las|los)", "autolesi*", "autolesion*", "ahorcarse", "ahorcada", "ahorcado", "soga al cuello", "sobredosis", "quitarse la vida", "quiero morir", "dejar de comer para",
];

// biome-ignore format: lists of phrases
export const hatePhrases = [
  "nazi", "nazis", "nazism*", "hitler", "swastika*", "third reich", "heil", "kkk", "ku klux klan", "klan (hood|robe)", "white power", "white supremac*", "white pride", "aryan (race|brotherhood)", "blackface", "nigg(er|ers|a|as)", "faggot*", "tranny", "trannies", "chink", "chinks", "kike*", "spic", "spics", "retarded", "subhuman*", "ethnic cleansing", "genocide", "gas the", "lynched", "lynching", "lynch mob", "isis flag", "holocaust*",
  "esvastica*", "cruz gamada", "supremacis*", "supremacia blanca", "poder blanco", "raza aria", "sudaca*", "negrata*", "maricon*", "travelo*", "genocidio", "limpieza etnica", "holocausto", "linchamiento*",
];

// biome-ignore format: lists of phrases
export const illicitPhrases = [
  "cocaine", "snorting", "heroin", "heroine needle", "crystal meth", "methamphetamine*", "meth", "meth lab", "fentanyl", "crack pipe", "ecstasy pills", "lsd tabs", "shooting up drugs", "drug deal*", "injecting drugs", "doing drugs", "counterfeit*", "credit card fraud", "fake passport*", "make a bomb", "build a bomb", "3d printed gun",
  "cocaina", "heroina intravenosa", "metanfetamina*", "fentanilo", "inyectandose", "esnifa*", "drogandose", "drogas", "consumiendo drogas", "narcotrafic*", "narco", "pasaporte falso", "billetes falsos", "fabricar una bomba",
];
