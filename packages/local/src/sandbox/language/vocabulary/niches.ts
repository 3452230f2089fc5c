import { fold, type Tongue } from "../words.ts";

/** `{masculine|feminine}` inside a Spanish phrase follows the persona. `needs` is land a job cannot do without. */
export type Job = { es: string; en: string; needs?: "coast" | "snow" };
export type Niche = { match: RegExp; jobs: Job[]; es: string[]; en: string[] };

const list = (text: string): string[] => text.split(", ");

const niches: Niche[] = [
  {
    match: /fit|gym|gimnas|deport|sport|entrena|crossfit|running/,
    jobs: [
      { es: "entrenador{|a} personal", en: "personal trainer" },
      { es: "preparador{|a} físic{o|a}", en: "strength coach" },
      { es: "instructor{|a} de pilates", en: "pilates teacher" },
      { es: "monitor{|a} de esquí", en: "ski instructor", needs: "snow" },
    ],
    es: list(
      "entrenamiento de fuerza, carreras al amanecer, cocina alta en proteína, movilidad, senderismo, natación en aguas frías, ciclismo de montaña, escalada en bloque, batidos imposibles, dormir ocho horas",
    ),
    en: list(
      "strength training, sunrise runs, high-protein cooking, mobility drills, hiking, cold-water swimming, mountain biking, bouldering, impossible smoothies, sleeping eight hours",
    ),
  },
  {
    match: /moda|fashion|estilo|style|outfit|streetwear|ropa|model/,
    jobs: [
      { es: "estilista independiente", en: "freelance stylist" },
      { es: "diseñador{|a} de patrones", en: "pattern designer" },
      { es: "comprador{|a} de una tienda de segunda mano", en: "vintage shop buyer" },
      { es: "asesor{|a} de imagen", en: "wardrobe consultant" },
    ],
    es: list(
      "mercadillos vintage, fotografía callejera, coser a máquina, revistas antiguas, zapatillas raras, teñir telas, museos de diseño, cine italiano, joyería artesanal, ordenar armarios por color",
    ),
    en: list(
      "vintage markets, street photography, sewing, old magazines, rare sneakers, fabric dyeing, design museums, Italian cinema, handmade jewellery, sorting wardrobes by colour",
    ),
  },
  {
    match: /viaj|travel|aventura|adventure|nomad|turis/,
    jobs: [
      { es: "guía de viajes", en: "travel guide" },
      { es: "redactor{|a} de rutas", en: "route writer" },
      { es: "organizador{|a} de escapadas", en: "weekend-trip planner" },
      { es: "patr{ón|ona} de velero", en: "sailing skipper", needs: "coast" },
    ],
    es: list(
      "trenes nocturnos, mapas de papel, mercados de barrio, aprender idiomas, acampar, fotografía analógica, hostales con terraza, rutas a pie, coleccionar postales, cocinas del mundo",
    ),
    en: list(
      "night trains, paper maps, neighbourhood markets, learning languages, camping, film photography, hostel rooftops, long walks, collecting postcards, cooking from everywhere",
    ),
  },
  {
    match: /playa|surf|beach|mar\b|ocean|bikini|swim/,
    jobs: [
      { es: "instructor{|a} de surf", en: "surf instructor", needs: "coast" },
      { es: "diseñador{|a} de bañadores", en: "swimwear designer" },
      { es: "buce{ador|adora} profesional", en: "dive master", needs: "coast" },
      { es: "fotógraf{o|a} de verano", en: "summer photographer" },
    ],
    es: list(
      "surf al amanecer, vóley playa, buceo, recoger plásticos de la orilla, música lenta, zumos de fruta, tablas hechas a mano, nadar lejos, atardeceres, furgonetas viejas",
    ),
    en: list(
      "dawn surf, beach volleyball, diving, cleaning up the shore, slow music, fresh juices, handmade boards, long swims, sunsets, old vans",
    ),
  },
  {
    match: /comida|food|cocina|cook|gastro|recet|chef|baking|reposter/,
    jobs: [
      { es: "cociner{o|a} a domicilio", en: "private cook" },
      { es: "paner{o|a} de madrugada", en: "night-shift baker" },
      { es: "creador{|a} de recetas", en: "recipe developer" },
      { es: "catador{|a} de café", en: "coffee taster" },
    ],
    es: list(
      "masa madre, mercados de temporada, fermentados, vinilos para cocinar, huertos urbanos, sobremesas largas, cuchillos japoneses, picantes, recetas de abuela, cafés de especialidad",
    ),
    en: list(
      "sourdough, seasonal markets, ferments, kitchen playlists, urban gardens, long lunches, Japanese knives, hot sauces, family recipes, speciality coffee",
    ),
  },
  {
    match: /bellez|beauty|makeup|maquilla|skincare|piel|cosm/,
    jobs: [
      { es: "maquillador{|a}", en: "make-up artist" },
      { es: "formulador{|a} de cosmética natural", en: "natural cosmetics maker" },
      { es: "asesor{|a} de cuidado de la piel", en: "skincare adviser" },
    ],
    es: list(
      "delineados gráficos, rutinas de noche, perfumes de autor, cerámica, flores secas, retratos, labiales rojos, leer etiquetas, saunas, bordado",
    ),
    en: list(
      "graphic eyeliner, evening routines, niche perfume, ceramics, dried flowers, portraits, red lipsticks, reading labels, saunas, embroidery",
    ),
  },
  {
    match: /music|músic|dj|cant|sing|guitar|baile|danza|dance/,
    jobs: [
      { es: "productor{|a} musical", en: "music producer" },
      { es: "profesor{|a} de baile", en: "dance teacher" },
      { es: "pinchadiscos de vinilos", en: "vinyl DJ" },
    ],
    es: list(
      "vinilos, conciertos pequeños, sintetizadores, bailar hasta tarde, escribir letras, tiendas de discos, teatro, cascos enormes, guitarras usadas, karaoke sin vergüenza",
    ),
    en: list(
      "vinyl, tiny concerts, synthesizers, dancing late, writing lyrics, record shops, theatre, enormous headphones, second-hand guitars, shameless karaoke",
    ),
  },
  {
    match: /gam|videojueg|tech|tecnolog|cosplay|anime|progra|code/,
    jobs: [
      { es: "diseñador{|a} de niveles", en: "level designer" },
      { es: "desarrollador{|a} de aplicaciones", en: "app developer" },
      { es: "comentarista de torneos", en: "tournament caster" },
    ],
    es: list(
      "juegos independientes, teclados mecánicos, anime clásico, impresión 3D, ramen, rol de mesa, pixel art, robots caseros, maratones de cómics, música de ocho bits",
    ),
    en: list(
      "indie games, mechanical keyboards, classic anime, 3D printing, ramen, tabletop nights, pixel art, homemade robots, comic marathons, chiptunes",
    ),
  },
  {
    match: /yoga|bienestar|wellness|medita|mindful|salud|health/,
    jobs: [
      { es: "profesor{|a} de yoga", en: "yoga teacher" },
      { es: "terapeuta de respiración", en: "breathwork guide" },
      { es: "nutricionista", en: "nutritionist" },
    ],
    es: list(
      "yoga al aire libre, infusiones, diarios de papel, caminar descalz{o|a}, cuencos sonoros, plantas de interior, baños de bosque, respiración, cocina vegetal, siestas cortas",
    ),
    en: list(
      "outdoor yoga, herbal tea, paper journals, barefoot walks, singing bowls, house plants, forest bathing, breathwork, plant-based cooking, short naps",
    ),
  },
];

const everyday: Niche = {
  match: /.*/,
  jobs: [
    { es: "ilustrador{|a}", en: "illustrator" },
    { es: "fotógraf{o|a} de retratos", en: "portrait photographer" },
    { es: "librer{o|a} de barrio", en: "neighbourhood bookseller" },
    { es: "diseñador{|a} de interiores", en: "interior designer" },
  ],
  es: list(
    "cafés tranquilos, cerámica, paseos largos, cine de madrugada, plantas, libros usados, pan recién hecho, bicicletas, domingos sin planes, mercados de flores",
  ),
  en: list(
    "quiet cafés, pottery, long walks, midnight films, plants, second-hand books, fresh bread, bicycles, plan-free Sundays, flower markets",
  ),
};

export const findNiche = (niche: string): Niche =>
  niches.find((one) => one.match.test(fold(niche))) ?? everyday;

export const jobsWithNeeds: Job[] = niches.flatMap((niche) =>
  niche.jobs.filter((job) => job.needs !== undefined),
);

/** "entrenador{|a}" for a woman is "entrenadora". */
export const inflect = (text: string, isMan: boolean): string =>
  text.replace(/\{([^|}]*)\|([^}]*)\}/g, (_whole, masculine: string, feminine: string) =>
    isMan ? masculine : feminine,
  );

export const jobName = (job: Job, tongue: Tongue, isMan: boolean): string =>
  tongue === "es" ? inflect(job.es, isMan) : job.en;
