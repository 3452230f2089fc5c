import { redirect } from "next/navigation";
import type { NextRequest } from "next/server";
import { ask } from "../../../../lib/server-api.ts";

type Props = { params: Promise<{ exportId: string }> };

/**
 * Leads to the file of an export, by an address that is made this moment: a page may be older than those live. Where
 * there is no file any more, the library says so and packs it again.
 */
export async function GET(_request: NextRequest, { params }: Props) {
  const { exportId } = await params;
  const found = await ask(`/library/exports/${exportId}`, (api) =>
    api.content.exports[":exportId"].$get({ param: { exportId } }),
  ).catch(unlessMissing);
  if (!found) redirect("/library?zip=gone");
  const isGone = found.status === "expired" || found.status === "canceled";
  redirect(found.downloadUrl ?? (isGone ? `/library?zip=${exportId}` : "/library"));
}

/** A route has no page that says that something is missing: Next's own 404 would be a bare one. */
function unlessMissing(error: unknown): undefined {
  const isMissing = error instanceof Error && "digest" in error && String(error.digest).endsWith(";404");
  if (!isMissing) throw error;
}
