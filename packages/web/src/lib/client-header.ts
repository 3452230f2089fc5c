import { seal } from "@vixen/core/user/client-address.ts";
import { siteKey } from "./site-secret.ts";

/** CloudFront writes it over whatever a browser sends under this name. */
const viewerHeader = "x-viewer-address";

/**
 * Tells the API which address a browser came from, so that its limits count people and not the site. Without the
 * key requests go on, and the site's users share one address' limits.
 */
export async function clientHeader(headers: Headers): Promise<Record<string, string>> {
  const address = headers.get(viewerHeader);
  if (!address) return {};
  try {
    return { "x-site-client": seal(address, await siteKey()) };
  } catch (error) {
    console.error("site_key_missing", error instanceof Error ? error.message : error);
    return {};
  }
}
