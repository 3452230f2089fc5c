import { readFileSync } from "node:fs";
import type { BuildOptions, Plugin } from "esbuild";

/**
 * zod's sentences in fifty languages are 267 kB of every bundle, since `z` as a whole is handed to the OpenAPI
 * generator. Ours are written in the schemas; of zod's own only the English ones are ever asked for.
 */
const oneLanguage: Plugin = {
  name: "zod-in-one-language",
  setup(build) {
    build.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: `export { default as en } from "./en.js";`,
    }));
  },
};

/** What we ask of a model's SDK; each brings some twenty more parts of its provider's API along. */
const askedOf: Record<string, string[]> = {
  openai: ["chat", "moderations"],
  "@anthropic-ai/sdk": ["messages"],
};
const sdkPart = /[\\/]node_modules[\\/](openai|@anthropic-ai[\\/]sdk)[\\/]resources[\\/]([\w-]+)[^\n]*\.mjs$/;

/**
 * A client makes an object of every part of its API, so that nothing of it can be left out by itself: 540 kB of a
 * bundle that asks both. The parts we never ask are empty classes here. Using one fails at once, as a method that does
 * not exist.
 */
const askedPartsAlone: Plugin = {
  name: "asked-parts-alone",
  setup(build) {
    build.onLoad({ filter: sdkPart }, ({ path }) => {
      const [, sdk = "", part = ""] = sdkPart.exec(path) ?? [];
      const kept = ["index", "shared", ...(askedOf[sdk.replaceAll("\\", "/")] ?? [])];
      if (kept.includes(part)) return undefined;
      return { contents: namesIn(path).map(emptyClass).join("\n") };
    });
  },
};

function namesIn(path: string): string[] {
  const text = readFileSync(path, "utf8");
  if (/^export (\*|default)/m.test(text)) throw new Error(`${path} exports in a way that was not foreseen.`);
  const declared = [...text.matchAll(/^export (?:class|const|let|var|function) (\w+)/gm)].map(
    ([, name = ""]) => name,
  );
  const listed = [...text.matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, names = ""]) =>
    names.split(",").flatMap((name) => name.trim().split(" as ").at(-1) || []),
  );
  return [...new Set([...declared, ...listed])];
}

const emptyClass = (name: string): string =>
  `export class ${name} ${name.endsWith("Error") ? "extends Error " : ""}{}`;

/** What esbuild is told besides SST's own options; the test of the bundles' size builds with the same. */
export const bundle = {
  // Native: its packages travel beside the bundle of those who use it.
  external: ["sharp"],
  sourcesContent: false,
  legalComments: "none",
  plugins: [oneLanguage, askedPartsAlone],
} satisfies BuildOptions;
