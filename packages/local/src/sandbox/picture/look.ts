/** What a prompt may fix about a person; the rest comes from the persona's number. 8 bits in a picture. */
export type Look = {
  presentation: (typeof presentations)[number];
  hair: (typeof hairs)[number];
  skin: (typeof skins)[number];
};

const presentations = ["any", "feminine", "masculine"] as const;
const hairs = ["any", "black", "brown", "blonde", "red", "grey", "pink", "blue"] as const;
const skins = ["any", "light", "tan", "brown", "dark"] as const;

export const Look = {
  any: { presentation: "any", hair: "any", skin: "any" } satisfies Look as Look,
  pack: (look: Look): number =>
    presentations.indexOf(look.presentation) * 64 + hairs.indexOf(look.hair) * 8 + skins.indexOf(look.skin),
  unpack: (bits: number): Look => ({
    presentation: presentations[bits >> 6] ?? "any",
    hair: hairs[(bits >> 3) & 7] ?? "any",
    skin: skins[bits & 7] ?? "any",
  }),
  fromPrompt: (prompt: string): Look => {
    const text = prompt.toLowerCase();
    return {
      presentation: found(text, {
        feminine: /\b(woman|women|female|lady|girl|she|her|mujer|chica)\b/,
        masculine: /\b(man|men|male|guy|he|his|hombre|chico)\b/,
      }),
      hair: found(text, {
        pink: /\bpink hair\b/,
        blue: /\bblue hair\b/,
        blonde: /\b(blonde?|golden[- ]hair|rubia)\b/,
        red: /\b(red[- ]?hair(ed)?|redhead|ginger|auburn|copper hair)\b/,
        grey: /\b(gr[ae]y|silver|white)[- ]hair/,
        black: /\b(black|raven|jet)[- ](\w+ )?hair|\bdark hair\b/,
        brown: /\b(brown|brunette|chestnut|hazel)\b(?! eyes)/,
      }),
      skin: found(text, {
        dark: /\b(dark|deep|ebony|black)[- ]skin(ned)?\b|\bafrican\b/,
        brown: /\bbrown[- ]skin(ned)?\b|\b(south asian|indian)\b/,
        tan: /\b(tan(ned)?|olive)\b|\b(latina|latino|mediterranean|mexican)\b/,
        light: /\b(fair|pale|light)[- ]skin(ned)?\b|\b(nordic|scandinavian)\b/,
      }),
    };
  },
};

function found<Name extends string>(text: string, patterns: Record<Name, RegExp>): Name | "any" {
  const names = Object.keys(patterns) as Name[];
  return names.find((name) => patterns[name].test(text)) ?? "any";
}

/** The age a prompt asks for, as it will show. Faces never show less than 26: the product's floor has a margin. */
export function ageFromPrompt(prompt: string): number | undefined {
  const match = /\b([1-9]\d)[- ]?(?:years?|yrs?|y\/?o|años)\b|\b(?:aged?|edad)[: ]+([1-9]\d)\b/i.exec(prompt);
  const age = Number(match?.[1] ?? match?.[2]);
  return age ? Math.min(75, Math.max(26, age)) : undefined;
}
