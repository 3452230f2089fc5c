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

/** What esbuild is told besides SST's own options; the test of the bundles' size builds with the same. */
export const bundle = {
  // Native: its packages travel beside the bundle of those who use it.
  external: ["sharp"],
  sourcesContent: false,
  legalComments: "none",
  plugins: [oneLanguage],
} satisfies BuildOptions;
