import { resolve } from "node:path";
import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

/** The content policy carries a nonce and is set per request, in `src/proxy.ts`. */
const headers = [
  { key: "strict-transport-security", value: "max-age=63072000; includeSubDomains; preload" },
  { key: "x-content-type-options", value: "nosniff" },
  { key: "x-frame-options", value: "DENY" },
  { key: "referrer-policy", value: "no-referrer" },
  { key: "permissions-policy", value: "camera=(), microphone=(), geolocation=(), browsing-topics=()" },
  { key: "cross-origin-opener-policy", value: "same-origin" },
  { key: "cross-origin-resource-policy", value: "same-origin" },
];

const withMessages = createNextIntlPlugin({
  requestConfig: "./src/i18n/request.ts",
  // Messages are parsed by the build: a parser in the browser would be seven kilobytes of every page.
  experimental: {
    messages: {
      path: "./src/messages",
      format: "json",
      locales: "infer",
      sourceLocale: "es",
      precompile: true,
    },
  },
});

export default withMessages({
  output: "standalone",
  // Workspaces hoist packages to the repository's root; without this the trace stops at packages/web.
  outputFileTracingRoot: resolve(import.meta.dirname, "../.."),
  images: { unoptimized: true },
  transpilePackages: ["@vixen/core"],
  poweredByHeader: false,
  typedRoutes: true,
  // A page that cannot be had is waited for. Without it Next gives the tab to the browser, which shows its own page of
  // no connection, or loads ours anew: what was chosen or typed is lost to a moment's cut.
  experimental: { useOffline: true },
  // The title comes with the head, for everybody as for a search engine: streamed behind the page, a screen reader's
  // person hears a page without a name first.
  htmlLimitedBots: /.*/,
  // `npm run build` has checked them before it comes to this, in a tenth of the time that compiling takes.
  typescript: { ignoreBuildErrors: true },
  headers: async () => [{ source: "/:path*", headers }],
} satisfies NextConfig);
