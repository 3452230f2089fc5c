/** Phrases that put a child or a teenager into a picture, English and Spanish. Syntax: pattern.ts. */
// biome-ignore format: lists of phrases
export const minorPhrases = [
  "child", "childs", "children", "childrens", "childlike", "childish body", "kid", "kids", "kiddie*", "kiddo*", "toddler*",
  "infant", "infants", "newborn*", "baby", "babies", "baby faced", "babyface*", "preteen*", "pre teen*", "tween", "tweens",
  "teen", "teens", "teenage*", "teeny*", "teenie*", "teenybopper*", "adolescen*", "juvenile*", "youngster*", "underage*",
  "under age", "under aged", "underaged", "minors", "a minor", "minor (girl|boy|female|male|model)",
  "legal minor", "looks like a minor", "barely legal", "barely 18", "barely eighteen", "just turned 18", "jailbait",
  "jail bait", "loli", "lolis", "lolita*", "lolicon", "shota", "shotacon", "cp", "csam", "pedo*", "paedo*", "pizzagate",
  "(young|little|small|tiny|wee) ~ (girl|girls|boy|boys)", "(young|younger|little) ~ (sister|brother|daughter|son)",
  "(girl|boy) child", "girl scout*", "boy scout*", "daughter*", "puberty", "prepubescent", "pubescent", "prepuberty",
  "(looks|looking|appears|seems|acting) (very|so|really|too|extremely) young", "(very|extremely|too) young looking",
  "(looks|looking|appears) (half|under) her age", "flat chested (girl|young)", "in her teens", "in his teens",
  "sweet sixteen", "quinceanera*", "quince primaveras", "quinceaner*", "age regression", "ageplay", "age play", "abdl", "diaper*",
  "nina", "ninas", "nino", "ninos", "ninita*", "ninito*", "ninez", "nene", "nenita*", "nenito*", "bebe", "bebes",
  "bebita*", "criatura inocente", "chiquilla*", "chiquillo*", "chamaquita*", "chamaquito*", "chamaca*", "chavalita*",
  "chavalito*", "jovencita*", "jovencito*", "muchachita*", "muchachito*", "chiquitina*", "pequenita*", "infante*", "infantil*",
  "menor de edad", "menores", "menores de edad", "una menor", "un menor", "menor desnud*", "puber*", "impuber*",
  "recien cumplidos (los|sus)? ?(18|dieciocho)", "recien cumplio (los )?(18|dieciocho)", "apenas (legal|18|dieciocho)",
  "(hija|hijo|hijita|hijito|hermanita|hermanito|sobrinita) ", "aspecto anin*", "cara anin*", "aninad*", "parece una cria",
  "una cria", "pederast*", "lactante*", "panal", "panales", "inocente y (muy )?joven", "demasiado joven", "muy jovenc*",
].map((phrase) => phrase.trim());

/** School is where minors are: uniforms, class rooms, grades. Adult schools are in `benignPhrases`. */
// biome-ignore format: lists of phrases
export const schoolPhrases = [
  "school", "schools", "schoolgirl*", "schoolboy*", "schoolkid*", "schoolyard*", "schoolbag*", "preschool*", "kindergarten*",
  "highschool*", "daycare*", "day care", "classroom*", "homeroom", "cheerleader*", "prom", "prom night", "prom queen",
  "(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth) (grade|grader|graders)",
  "(6th|7th|8th|9th|10th|11th|12th) (grade|grader|graders)", "middleschool*", "school uniform*", "sailor uniform*",
  "sailor (collar|outfit|fuku)", "jk uniform", "seifuku", "joshi kosei", "playground*", "homework", "tutor and pupil", "pupil and teacher", "teachers pet",
  "escuela*", "escolar*", "preescolar*", "colegio*", "colegial*", "secundaria", "primaria", "bachillerato", "preparatoria",
  "(de|en|del) (la )?(prepa|eso)", "(chica|chico|alumna|alumno|estudiante|uniforme) (de|del) instituto", "instituto ~ (alumn*|uniforme)", "alumn(as|os|a) (en|con|de) uniforme", "kinder",
  "guarderia*", "jardin de infan*", "aula", "aulas", "salon de clases", "uniforme de liceo", "liceista*", "animadora*",
  "patio de recreo", "recreo", "parvul*", "parque infantil", "mochila escolar", "los deberes",
];

/** Objects that may have an age under 18, in both languages; a person may not. */
// biome-ignore format: lists of words
const agedThings = [
  "whisky", "whiskey", "scotch", "rum", "wine", "bourbon", "tequila", "cheese", "car", "truck", "van", "bike", "boat", "house", "building",
  "tree", "dog", "cat", "horse", "oak", "brand", "company", "recipe", "camera", "sourdough", "balsamic", "vinegar", "single malt", "laptop",
].join("|");
// biome-ignore format: lists of words
const aniejos = [
  "whisky", "ron", "vino", "tequila", "queso", "coche", "carro", "moto", "casa", "edificio", "arbol", "perro", "perra", "gato", "gata",
  "marca", "empresa", "viaje", "relacion", "matrimonio", "proyecto", "vuelta", "amistad", "garantia", "aniversario", "contrato", "bicicleta", "camara", "experiencia", "antiguedad",
].join("|");

const below18 = "(?:1[0-7]|[1-9])";
const wordsBelow18 =
  "(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)";
const palabrasBelow18 =
  "(?:dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieciseis|diecisiete)";
const age = `(?:${below18}|${wordsBelow18})`;
const edad = `(?:${below18}|${palabrasBelow18})`;
/** What makes "N años" the age of a person: "de 15 años", "tiene quince años", "chica 16 años". */
const aged =
  "de|tiene|tienen|tenia|con|los|sus|solo|apenas|aparenta|parece|parecen|chica|chico|mujer|modelo|nena|muchacha|joven|ella|edad";

/** Patterns that read an age under 18 of a person out of a reading. */
export const agePatterns: readonly RegExp[] = [
  new RegExp(`\\b${age} ?(?:years?|yrs?|yr) ?(?:old|of age|young)\\b(?! (?:${agedThings})s?\\b)`, "u"),
  new RegExp(
    `\\b${age} ?(?:yo|y o|yro|yr old|yrold|yr (?:girl|boy|model|teen|old)|year (?:girl|boy|model))\\b`,
    "u",
  ),
  new RegExp(`\\b(?:age|aged|ages) (?:of |about |around )?${age}\\b(?! (?:months|weeks|days|hours))`, "u"),
  new RegExp(
    `\\b(?:she|he|girl|boy|shes|hes|who|model|woman|female)(?: is| just turned| turns)? (?:only |just |about )?${age}(?= ?$| (?:years?|yrs?|yo|and|but|with|wearing|on a|in a)\\b)`,
    "u",
  ),
  new RegExp(`\\b(?:looks|looking|appears|like a|turned|turning) ${age}(?= ?$| (?:years?|yrs?|yo)\\b)`, "u"),
  new RegExp(
    `\\b(?:no older than|not older than|younger than|no mayor de) (?:${age}|${edad})\\b(?! (?:minutes|minutos|km))`,
    "u",
  ),
  new RegExp(
    `\\b(?:chica|chico|mujer|modelo|nena|muchacha|joven|hombre) de ${edad}(?= ?$| (?:y|con|en|sin|posando|vestida)\\b)`,
    "u",
  ),
  new RegExp(`\\b${edad} (?:tacos|primaveras|abriles)\\b`, "u"),
  /\b(?:under|below|younger than) (?:18|eighteen)\b/u,
  new RegExp(
    `(?<!\\b(?:${aniejos}) de )(?<=\\b(?:${aged}) )${edad} (?:anos|anitos)\\b(?! (?:de )?(?:${aniejos}|carrera|trabajo|casad|junt|practica|yoga))`,
    "u",
  ),
  new RegExp(`\\b(?:edad|edad de) ${edad}\\b`, "u"),
  /\b(?:menor|menos) de (?:18|dieciocho)\b/u,
];

/** Little people as pictures. */
export const minorSigns = /[👶🧒👦👧🍼🚸]/u;
