import type { OpenNextConfig } from "@opennextjs/aws/types/open-next.js";

export default {
  // Every page is rendered on request: without a page cache the site needs no queue and no table of its own.
  default: { override: { incrementalCache: "dummy", tagCache: "dummy", queue: "dummy" } },
  dangerous: { disableIncrementalCache: true, disableTagCache: true },
  // Pictures come from the CDN in their final sizes, so the image function is never called and needs no sharp,
  // which OpenNext would fetch over the network while building.
  imageOptimization: { install: { packages: [] } },
  buildCommand: "npm run build",
} satisfies OpenNextConfig;
