import { fold, type Tongue } from "../words.ts";

/** What a scene offers to write about. `es` and `en` read after "in/at": "en la playa", "at the beach". */
export type Place = { match: RegExp; es: string; en: string; esDetails: string[]; enDetails: string[] };

const row = (match: RegExp, es: string, en: string, esDetails: string, enDetails: string): Place => ({
  match,
  es,
  en,
  esDetails: esDetails.split(", "),
  enDetails: enDetails.split(", "),
});

const places: Place[] = [
  row(
    /beach|playa|shore|orilla|seaside|coast/,
    "en la playa",
    "at the beach",
    "la sal en la piel, la arena tibia, las olas de fondo",
    "salt on my skin, warm sand, waves in the background",
  ),
  row(
    /rooftop|azotea|tejado/,
    "en la azotea",
    "on the rooftop",
    "la ciudad a mis pies, el viento en el pelo, las luces encendiéndose",
    "the city below, wind in my hair, the lights coming on",
  ),
  row(
    /gym|gimnasio|weights|pesas/,
    "en el gimnasio",
    "at the gym",
    "la última serie, la música alta, las manos con magnesio",
    "the last set, loud music, chalk on my hands",
  ),
  row(
    /caf[eé]|coffee|cafeter/,
    "en el café",
    "at the café",
    "el olor a espresso, la mesa junto a la ventana, la espuma perfecta",
    "the smell of espresso, the window table, perfect foam",
  ),
  row(
    /restaurant|restaurante|dinner|cena|\bbar\b/,
    "en el restaurante",
    "at the restaurant",
    "la vela encendida, el postre compartido, la carta en blanco y negro",
    "a lit candle, a shared dessert, the menu in black and white",
  ),
  row(
    /kitchen|cocina|baking/,
    "en la cocina",
    "in the kitchen",
    "la harina por todas partes, la radio encendida, el horno caliente",
    "flour everywhere, the radio on, a warm oven",
  ),
  row(
    /market|mercad/,
    "en el mercado",
    "at the market",
    "los puestos de fruta, las voces cruzadas, los colores de mañana",
    "the fruit stalls, crossing voices, morning colours",
  ),
  row(
    /forest|bosque|woods/,
    "en el bosque",
    "in the forest",
    "el olor a pino, la luz entre ramas, el musgo húmedo",
    "the smell of pine, light through branches, damp moss",
  ),
  row(
    /mountain|montaña|hike|sender|summit|cumbre|trail/,
    "en la montaña",
    "in the mountains",
    "el aire frío, las botas con barro, la cumbre al fondo",
    "cold air, muddy boots, the summit ahead",
  ),
  row(
    /snow|nieve|\bski\b|winter cabin|cabaña/,
    "en la nieve",
    "in the snow",
    "la nariz roja, la bufanda enorme, el chocolate después",
    "a red nose, a huge scarf, cocoa afterwards",
  ),
  row(
    /pool|piscina/,
    "en la piscina",
    "by the pool",
    "el agua azul, la toalla al sol, las gafas empañadas",
    "blue water, a towel in the sun, foggy goggles",
  ),
  row(
    /\blake|\blago/,
    "en el lago",
    "by the lake",
    "el agua quieta, el muelle de madera, el reflejo entero",
    "still water, the wooden pier, the whole reflection",
  ),
  row(
    /desert|desierto|dune|duna/,
    "en el desierto",
    "in the desert",
    "las dunas largas, el silencio enorme, la tela al viento",
    "long dunes, a huge silence, fabric in the wind",
  ),
  row(
    /\bpark\b|parque|picnic/,
    "en el parque",
    "in the park",
    "la manta en la hierba, los perros ajenos, la sombra de los árboles",
    "a blanket on the grass, other people's dogs, the shade of the trees",
  ),
  row(
    /garden|jard[ií]n|flower|flores|greenhouse|invernadero/,
    "en el jardín",
    "in the garden",
    "las flores abiertas, la regadera vieja, el verde por todas partes",
    "open flowers, an old watering can, green everywhere",
  ),
  row(
    /museum|museo|gallery|galer/,
    "en el museo",
    "at the museum",
    "las paredes blancas, los pasos con eco, un cuadro que no suelta",
    "white walls, echoing steps, one painting that won't let go",
  ),
  row(
    /library|biblioteca|bookshop|bookstore|librer/,
    "en la librería",
    "in the bookshop",
    "las páginas gastadas, la escalera de madera, el silencio bueno",
    "worn pages, the wooden ladder, the good kind of quiet",
  ),
  row(
    /train|\btren|station|estaci[oó]n|metro|subway/,
    "en la estación",
    "at the station",
    "la maleta pequeña, el andén vacío, los horarios cambiando",
    "a small suitcase, the empty platform, the board flipping",
  ),
  row(
    /airport|aeropuerto|plane|avi[oó]n/,
    "en el aeropuerto",
    "at the airport",
    "la puerta de embarque, el pasaporte gastado, las ganas de irse",
    "the gate, a worn passport, the itch to leave",
  ),
  row(
    /hotel|suite|lobby/,
    "en el hotel",
    "at the hotel",
    "las sábanas blancas, el desayuno tarde, la llave de siempre",
    "white sheets, a late breakfast, the heavy key",
  ),
  row(
    /bedroom|dormitorio|habitaci[oó]n|\bbed\b/,
    "en mi cuarto",
    "in my room",
    "la luz de la mañana, la taza caliente, la pereza buena",
    "the morning light, a warm cup, the good kind of lazy",
  ),
  row(
    /balcon|terrace|terraza/,
    "en la terraza",
    "on the terrace",
    "las plantas regadas, el café lento, los vecinos cantando",
    "watered plants, slow coffee, neighbours singing",
  ),
  row(
    /living room|sal[oó]n|sofa|sofá|couch|loft|apartment|\bhome\b|\bcasa\b/,
    "en casa",
    "at home",
    "los calcetines gordos, la manta favorita, la lista de canciones",
    "thick socks, the favourite blanket, the playlist",
  ),
  row(
    /bridge|puente/,
    "en el puente",
    "on the bridge",
    "el río debajo, la barandilla fría, el tráfico lejos",
    "the river below, a cold railing, traffic far away",
  ),
  row(
    /boat|barco|yacht|yate|sail|velero|harbou?r|puerto|marina/,
    "en el barco",
    "on the boat",
    "la cuerda en las manos, la brisa salada, el horizonte vacío",
    "rope in my hands, a salty breeze, an empty horizon",
  ),
  row(
    /\bcar\b|coche|road|carretera|highway|van\b|furgoneta/,
    "en la carretera",
    "on the road",
    "las ventanillas bajadas, el mapa doblado, la canción repetida",
    "windows down, a folded map, the song on repeat",
  ),
  row(
    /office|oficina|desk|escritorio|cowork/,
    "en la oficina",
    "at the office",
    "la agenda llena, la planta nueva, el segundo café",
    "a full calendar, the new plant, the second coffee",
  ),
  row(
    /concert|concierto|festival|stage|escenario/,
    "en el concierto",
    "at the concert",
    "las luces moradas, la voz rota, el último bis",
    "purple lights, a lost voice, the last encore",
  ),
  row(
    /club|disco|neon|ne[oó]n|nightlife/,
    "entre luces de neón",
    "under neon lights",
    "el rosa eléctrico, los tacones en la mano, la noche corta",
    "electric pink, heels in hand, a short night",
  ),
  row(
    /studio|estudio|backdrop|portrait/,
    "en el estudio",
    "in the studio",
    "el fondo liso, el flash exacto, la pose que no esperaba",
    "the plain backdrop, the exact flash, the pose I did not plan",
  ),
  row(
    /yoga|mat\b|esterilla|medita/,
    "en la esterilla",
    "on the mat",
    "la respiración larga, la espalda suelta, el silencio de las siete",
    "a long breath, a loose back, the silence of seven o'clock",
  ),
  row(
    /court|cancha|tennis|tenis|padel|pádel|basket/,
    "en la cancha",
    "on the court",
    "la red tensa, las zapatillas nuevas, el punto discutido",
    "a tight net, new trainers, the disputed point",
  ),
  row(
    /vineyard|viñedo|countryside|campo|field|farm\b|granja/,
    "en el campo",
    "in the countryside",
    "las botas viejas, el trigo alto, el cielo entero",
    "old boots, tall wheat, the whole sky",
  ),
  row(
    /waterfall|cascada|river|r[ií]o\b/,
    "junto al río",
    "by the river",
    "el agua helada, las piedras lisas, el ruido que calma",
    "freezing water, smooth stones, a calming noise",
  ),
  row(
    /christmas|navidad|fireplace|chimenea/,
    "junto a la chimenea",
    "by the fireplace",
    "las luces pequeñas, el jersey feo, la leña crujiendo",
    "tiny lights, the ugly jumper, crackling wood",
  ),
  row(
    /shop|tienda|boutique|mall/,
    "en la tienda",
    "in the shop",
    "el probador, la percha equivocada, la prenda que faltaba",
    "the fitting room, the wrong hanger, the missing piece",
  ),
  row(
    /street|calle|city|ciudad|urban|alley|callej|downtown|plaza|square/,
    "en la calle",
    "in the street",
    "los adoquines, los escaparates, la prisa de los demás",
    "cobblestones, shop windows, everyone else's hurry",
  ),
];

const moments: { match: RegExp; es: string; en: string }[] = [
  { match: /sunset|atardecer|golden hour|hora dorada|dusk/, es: "al atardecer", en: "at sunset" },
  { match: /sunrise|amanecer|dawn/, es: "al amanecer", en: "at sunrise" },
  { match: /morning|mañana|breakfast|desayuno/, es: "por la mañana", en: "in the morning" },
  { match: /night|noche|midnight/, es: "de noche", en: "at night" },
  { match: /rain|lluvia|storm|tormenta/, es: "bajo la lluvia", en: "in the rain" },
  { match: /autumn|otoño|fall leaves/, es: "en otoño", en: "in autumn" },
  { match: /spring|primavera/, es: "en primavera", en: "in spring" },
  { match: /summer|verano/, es: "en verano", en: "in summer" },
  { match: /winter|invierno/, es: "en invierno", en: "in winter" },
];

export type SceneWords = { where: string; details: string[]; moment: string };

/** Puts a scene into the words of one language. A scene it does not know is quoted in its own words. */
export function sceneWords(scene: string, tongue: Tongue): SceneWords {
  const flat = fold(scene);
  const place = places
    .map((one) => ({ one, at: flat.search(one.match) }))
    .filter(({ at }) => at >= 0)
    .sort((left, right) => left.at - right.at)[0]?.one;
  const moment =
    moments.find((one) => one.match.test(flat) || one.match.test(scene.toLowerCase()))?.[tongue] ?? "";
  if (!place) {
    const own = scene.split(/[,.;]/)[0]?.trim().split(/\s+/).slice(0, 6).join(" ") ?? "";
    const where = tongue === "es" ? `con «${own}»` : `with “${own}”`;
    const details =
      tongue === "es" ? ["los pequeños detalles", "la luz justa"] : ["the small details", "the right light"];
    return { where: own === "" ? (tongue === "es" ? "aquí" : "here") : where, details, moment };
  }
  return { where: place[tongue], details: tongue === "es" ? place.esDetails : place.enDetails, moment };
}
