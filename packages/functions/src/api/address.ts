import { findSecret } from "@vixen/core/kit/config.ts";
import { messageOf } from "@vixen/core/kit/error.ts";
import { log } from "@vixen/core/kit/log.ts";
import * as ClientAddress from "@vixen/core/user/client-address.ts";
import type { Context } from "hono";
import type { Environment } from "./environment.ts";

/**
 * The caller's address: as the gateway saw it, or for a browser whose requests the site hands on, the one that
 * the site saw and sealed. A header without our seal could be anybody's and changes nothing.
 */
export async function addressOf(c: Context<Environment>): Promise<string> {
  return (await sealedAddress(c.req.header("x-site-client"))) ?? gatewayAddress(c);
}

/** What a session is listed by. */
export async function deviceOf(c: Context<Environment>): Promise<{ userAgent: string; address: string }> {
  return { userAgent: c.req.header("user-agent") ?? "", address: await addressOf(c) };
}

function gatewayAddress(c: Context<Environment>): string {
  const request = c.env?.event?.requestContext;
  return request && "http" in request ? request.http.sourceIp : "unknown";
}

async function sealedAddress(header: string | undefined): Promise<string | undefined> {
  if (header === undefined) return undefined;
  const key = await findSecret("SITE_KEY").catch((error: unknown) => {
    // Signing in goes on: without the key all of the site's users only share one address' limits.
    log.error("site_key_missing", { reason: messageOf(error) });
    return undefined;
  });
  return key ? ClientAddress.open(header, key) : undefined;
}
