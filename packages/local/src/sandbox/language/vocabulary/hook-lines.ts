import type { Tongue } from "../words.ts";

/** `{where}` reads "en la playa" / "at the beach"; `{moment}` is empty or begins with a space; `{detail}` is a noun phrase. */
export const hookLines: Record<Tongue, string[]> = {
  es: [
    "Hoy {where}{moment}: {detail} y ninguna prisa.",
    "¿Cuánto dura un minuto {where}{moment}? Depende de {detail}.",
    "{Detail}. Con eso me quedo hoy.{tail} Nos vemos {where}.",
    "Me prometí una hora {where} y llevo tres.{tail}",
    "Nadie me avisó de que {where}{moment} se piensa mejor.",
    "Tres cosas {where}: {detail}, {other} y yo sin mirar el móvil.",
    "Si me buscas, estoy {where}{moment}, entre {detail} y mis ideas.",
    "Plan sencillo{moment}: quedarme {where} hasta que cambie la luz.",
    "Hay días que empiezan tarde y acaban {where}. Este es uno.",
    "Lo mejor de estar {where}: {detail}. Lo segundo, {other}.",
    "¿Tú también bajas el ritmo {where}, o solo me pasa a mí?",
    "Pequeña victoria{moment}: {detail}, {where}, sin planearlo.",
    "Confieso: vine por la foto y me quedé {where} por {detail}.",
    "{where_capital}{moment} aprendí a mirar {detail} sin prisa.",
    "Mi yo de hace un año no se imaginaba {where} así.{tail}",
    "Antes corría. Ahora me quedo {where} y escucho.{tail}",
    "Que conste: hoy solo apunté {detail} en mi lista, {where}.",
    "Un mal día se cura {where}{moment}. Lo he comprobado.",
    "Ni filtro ni guion: {where}, {detail} y una sonrisa a medias.",
    "Se me olvidó el paraguas, el reloj y la agenda. Estoy {where}.",
    "Cosas que no caben en una foto: {detail}, {where}{moment}.",
    "Dicen que {where} no pasa nada. A mí me pasó todo.",
    "Entre {detail} y {other}, elijo quedarme {where}.",
    "Hoy el lujo se llama tiempo{moment} {where}.{tail}",
    "¿Qué harías con una tarde libre {where}? Yo, exactamente esto.",
    "Apunté una frase {where}: «menos ruido, más {niche}».",
    "Cuando todo va rápido, vuelvo a {detail}. Hoy, {where}.",
    "Domingo mental {where}, aunque el calendario diga otra cosa.",
    "Prueba superada{moment}: {where} y sin contestar mensajes.",
    "De {niche} sé algo; de quedarme quieta {where}, estoy aprendiendo.",
  ],
  en: [
    "Today {where}{moment}: {detail} and no hurry at all.",
    "How long is a minute {where}{moment}? Depends on {detail}.",
    "{Detail}. That is what I am keeping from today {where}.{tail}",
    "I promised myself one hour {where}. It has been three.{tail}",
    "Nobody told me I would think better {where}{moment}.",
    "Three things {where}: {detail}, {other} and me off my phone.",
    "If you need me I am {where}{moment}, between {detail} and a good idea.",
    "Simple plan{moment}: stay {where} until the light changes.",
    "Some days start late and end {where}. This is one of them.",
    "Best part of being {where}: {detail}. Second best: {other}.",
    "Do you slow down {where} too, or is it just me?",
    "Small win{moment}: {detail}, {where}, completely unplanned.",
    "I came for the photo and stayed {where} for {detail}.",
    "{where_capital}{moment} I learned to notice {detail}.",
    "Last year's me never pictured this {where}.{tail}",
    "I used to rush. Now I stay {where} and listen.{tail}",
    "For the record: all I had on today's list was {detail}, {where}.",
    "A bad day ends {where}{moment}. Tested it myself.",
    "No filter, no script: {where}, {detail} and half a smile.",
    "Forgot the umbrella, the watch and the plan. I am {where}.",
    "Things that never fit in a photo: {detail}, {where}{moment}.",
    "They say nothing happens {where}. Everything happened to me.",
    "Between {detail} and {other}, I choose to stay {where}.",
    "Luxury today is just time{moment} {where}.{tail}",
    "What would you do with a free afternoon {where}? Me, exactly this.",
    "Wrote one line {where}: less noise, more {niche}.",
    "When it all moves fast I go back to {detail}. Today, {where}.",
    "A Sunday state of mind {where}, whatever the calendar says.",
    "Challenge passed{moment}: {where} and not one reply sent.",
    "I know a bit about {niche}; sitting still {where} I am still learning.",
  ],
};

const tails: { match: RegExp; es: string[]; en: string[] }[] = [
  {
    match: /play|fun|juguet|divert|humor|cheek|pícar|picar/,
    es: [" Sí, con esta cara.", " No me arrepiento de nada."],
    en: [" Yes, with this face.", " Zero regrets."],
  },
  {
    match: /calm|calma|seren|soft|dulce|tranquil|peace/,
    es: [" Despacio, que sabe mejor.", " Respiro y ya."],
    en: [" Slowly, it tastes better.", " One breath at a time."],
  },
  {
    match: /confid|segur|bold|atrevid|empower|fuerte|strong/,
    es: [" Y lo digo sin bajar la voz.", " Mi sitio me lo doy yo."],
    en: [" And I say it out loud.", " I save my own seat."],
  },
  {
    match: /romant|nostalg|dream|soñad|melanc/,
    es: [" Como una canción que vuelve.", " Hay luz que se recuerda."],
    en: [" Like a song that returns.", " Some light you remember."],
  },
  {
    match: /energ|vibrant|intens|motiv|dynam/,
    es: [" Y mañana, otra vez.", " El cuerpo pide más."],
    en: [" Again tomorrow.", " The body wants more."],
  },
];

const plainTails = {
  es: [" Y qué bien sienta.", " Así, tal cual.", ""],
  en: [" And it feels right.", " Just like that.", ""],
};

export const tailsFor = (feeling: string, tongue: Tongue): string[] =>
  (tails.find((tail) => tail.match.test(feeling.toLowerCase())) ?? plainTails)[tongue];
