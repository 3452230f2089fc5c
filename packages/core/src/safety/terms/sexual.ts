/** Nudity and sex acts, English and Spanish. Suggestive but clothed is left to the moderation scores. */
// biome-ignore format: lists of phrases
export const sexualPhrases = [
  "nude", "nudes", "nudity", "nudist*", "naked*", "unclothed", "undressed", "undressing", "topless", "bottomless", "braless",
  "pantyless", "no (panties|bra|clothes|clothing|underwear)", "without (panties|bra|clothes|clothing|underwear|any clothes)",
  "(completely|fully|totally) (bare|exposed|uncovered)", "bare (woman|girl|man|body)", "(takes|taking|took|take) off (all )?(her|his|my|the) (clothes|bra|panties|underwear|bikini)", "explicit", "uncensored", "riding (him|her|a man)", "(top|shirt|bra|dress|bikini|clothes) off", "wearing nothing", "nothing on", "fully exposed", "exposed (breast*|chest|nipple*)", "bare (breast*|chest|chested|ass|butt|bottom)",
  "nipple*", "areola*", "boobs", "boob", "boobies", "tits", "titties", "titty", "(big|huge|naked|bouncing) breasts", "breasts out", "cleavage close up",
  "pussy", "pussies", "vagina*", "vulva", "labia", "clit", "clitoris", "penis", "penises", "cock", "cocks", "dick", "dicks", "dildo*", "vibrator*",
  "genital*", "private parts", "cameltoe", "camel toe", "butt plug", "anal", "anus", "asshole", "buttcrack",
  "sex", "sexual", "sexually", "sexting", "sex tape", "having sex", "intercourse", "blowjob*", "blow job*", "handjob*", "hand job*", "fellatio", "cunnilingus",
  "deepthroat*", "gangbang*", "threesome*", "orgy", "orgies", "orgasm*", "masturbat*", "cum", "cums", "cumming", "cumshot*", "creampie*", "bukkake",
  "ejaculat*", "squirting", "fuck*", "motherfuck*", "horny", "aroused", "erection", "hardcore", "porn*", "pr0n", "pron", "xxx", "x rated", "nsfw",
  "hentai", "ahegao", "rule 34", "rule34", "erotic*", "erotica", "fetish*", "bdsm", "bondage", "dominatrix", "strip club", "stripper*", "striptease", "stripping",
  "onlyfans", "adult (film|films|video|videos|content|movie|entertainment|site)", "escort service", "prostitut*", "whore*", "slut*", "hooker*",
  "see through (top|shirt|blouse|dress|bra|lingerie)", "transparent (top|shirt|blouse|dress|lingerie)", "sheer lingerie", "wet t ?shirt", "spread legs", "legs spread", "spreading her legs", "bent over bed",
  "touching herself", "touching himself", "lewd", "smut", "kinky", "milf", "thot",
  "desnud*", "en cueros", "en pelotas", "en bolas", "encuerad*", "calata", "calatas", "calato", "sin (ropa|sosten|sujetador|brasier|bragas|bombacha|calzones|tanga)", "sin ropa interior",
  "semidesnud*", "pezon*", "areolas", "tetas", "teta", "tetona*", "pechos", "(ensenando|mostrando|ensena|muestra) (el|la|los|las|su|sus) (pecho|escote|trasero|cuerpo entero sin)", "senos", "pechugona*", "cono", "chocho", "vagina", "panocha", "chichis", "chiches",
  "polla", "pollas", "pene", "penes", "verga", "vergas", "culo al aire", "culazo", "nalgas", "nalgas al aire",
  "sexo", "sexual*", "coito", "explicita", "explicito", "sin censura", "sexo oral", "tener sexo", "haciendo el amor", "follar", "follando", "follada", "coger duro", "cogiendo duro", "culiando", "chingando", "chingar", "mamada", "mamadas", "chupando (la|el|una|su)", "paja", "pajas", "orgia", "orgasmo*", "masturb*", "cachonda", "cachondo", 
  "porno*", "erotic*", "prostitut*", "puta", "putas", "putita", "zorra", "abierta de piernas", "piernas abiertas", "tocandose", "transparente sin",
  "estriptis", "contenido para adultos", "pelicula para adultos", "video para adultos",
];

/** Acts without consent, whatever the age. */
// biome-ignore format: lists of phrases
export const sexualViolencePhrases = [
  "rape", "raped", "rapes", "raping", "rapist*", "molest*", "sexual assault", "sexually assault*", "groped", "groping", "non consensual", "nonconsensual", "without her consent", "without his consent",
  "drugged", "roofied", "passed out (girl|woman|on)", "unconscious (girl|woman|female|model)", "sleeping and undress*", "upskirt*", "up her skirt", "downblouse*", "voyeur*", "hidden camera*", "spy cam*", "spycam*", "revenge porn", "undress (her|him|this)", "undress app", "nudify*", "deepnude*", "remove her (clothes|dress|top|bikini|clothing)", "take off her (clothes|dress|top|bikini)", "incest*", "bestialit*", "zoophil*", "necrophil*", "sex slave*", "human trafficking",
  "violacion", "violada*", "violando*", "violador*", "violar", "abuso sexual", "abusada*", "abusando*", "manose*", "drogada y", "inconsciente y", "chica inconsciente", "mujer inconsciente", "sin su consentimiento", "camara oculta", "por debajo de la falda", "bajo la falda", "(le )?quit(a|an|ale|ar|arle|ando|andole|aron) (la ropa|el vestido|el bikini|la camiseta|las bragas)", "dormida y (desvest*|tocad*)", "desvestir*", "desvistela", "incesto", "zoofil*", "necrofil*", "esclava sexual", "trata de personas",
];

export const sexualSigns = /[🔞🍆]|🍑.{0,4}💦/u;
