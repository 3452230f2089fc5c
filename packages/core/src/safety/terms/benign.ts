/**
 * Harmless phrases that hold a listed word. They are taken out of a reading before it is searched; what stands
 * beside them stays, so "nude lipstick on a naked woman" is still refused.
 */
// biome-ignore format: lists of phrases
export const benignPhrases = [
  // colours and clothes
  "(nude|nudes) (lipstick|lip|lips|tone|tones|toned|heel|heels|pump|pumps|palette|color|colour|colors|shade|shades|nail|nails|manicure|polish|sandals|makeup|gloss|eyeshadow)",
  "(tono|tonos|color|colores|labial|esmalte|tacones|unas|maquillaje|sombras) nude", "naked (eye|cake)", "baby (blue|pink|breath|breaths|shower invitation|grand piano|hairs|spinach|carrots|steps)", "boy (shorts cut|band)",
  "(sombrero|sombreros|bolso|bolsos|cesta|cesto|capazo|techo|bolsa|sombrilla|canasta|fardo|fardos) de paja", "celebrity chef",
  // schools of adults
  "(cooking|culinary|art|dance|surf|law|business|medical|film|grad|graduate|drama|ski|sailing|diving|language|design|fashion|driving|flight|beauty|night|pottery|yoga|music|photography|barista|pastry|trapeze) (school|schools|class|classroom)", "(old|new) school", "school of (business|law|medicine|art|design|hip hop|rock|thought)",
  "escuela de (cocina|surf|arte|artes|baile|danza|negocios|yoga|idiomas|moda|buceo|esqui|vela|hosteleria|fotografia|ceramica|musica|escritura|diseno|pintura|flamenco|salsa)", "(vieja|nueva) escuela", "a la vieja escuela", "colegio de (abogados|medicos|arquitectos|ingenieros)", "aula (virtual de adultos|de yoga|magna)", "universidad y aula magna", "(carretera|calle|via|color|colores|luz|fuente) (secundaria|primaria)",
  // minor, smaller
  "a minor (detail|change|scratch|key|chord|issue|adjustment|repair|flaw|edit|blur|league)", "(in|the key of) a minor", "(detalles|retoques|cambios|ajustes|arreglos|reformas) menores", "un menor (contraste|coste|costo|precio|riesgo|grado|tamano|ruido)", "una menor (intensidad|saturacion|luz|exposicion|nitidez)", "menores (costes|costos|precios)",
  // drinks
  "bebe (un|una|cafe|agua|te|vino|su|jugo|zumo|mate|champan|cerveza|limonada|matcha|cava)", "mientras bebe", "blood (orange|oranges|pressure|moon|sugar|donation|type)", "bloody mary", "naranja* de sangre", "naranjas? sanguin*", "pajita de papel", "helado en cono", "cono de (helado|nieve|gofre|vainilla|chocolate|trafico)",
  // sports and others
  "cock a leekie", "(dress|dresses|show|shows|showing) off", "corpse pose", "postura del cadaver", "hardcore (workout|training|punk|gym|session)", "killer (view|heels|workout|outfit|smile)", "el nino phenomenon", "fenomeno (de )?el nino", "corriente de el nino", "cum laude", "pussy willow*", "spic and span", "panal de (abejas|miel)", "hooker boots", "chest press", "cutting herself (a|some) (slice|piece)", "bullfight*", "the little prince", "el principito", "gas station", "sister city", "madonna lil(y|ies)", "shooting (a )?(star|stars|hoops|video|photos|portraits)",
  "little black dress*", "little red dress*",
];

/** The yoga pose has a child in its name. It is one only where yoga and nothing else is being spoken of. */
export const yogaPose = /\b(?:childs pose|balasana|postura del nino)\b/gu;
export const yogaContext =
  /\b(?:yoga|pilates|mat|asana|savasana|stretch\w*|vinyasa|esterilla|estiramiento\w*|namaste)\b/u;
export const notYoga =
  /\b(?:bikini\w*|lingerie|lenceria|underwear|bed|bedroom|cama|sexy|hot|sensual\w*|swimsuit|thong|tanga)\b/u;
