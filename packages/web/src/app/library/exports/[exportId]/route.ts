import { redirect } from "next/navigation";
import type { NextRequest } from "next/server";
import { ask } from "../../../../lib/server-api.ts";

type Props = { params: Promise<{ exportId: string }> };

/** Leads to the file of an export, by an address that is made this moment: a page may be older than those live. */
export async function GET(_request: NextRequest, { params }: Props) {
  const { exportId } = await params;
  const found = await ask(`/library/exports/${exportId}`, (api) =>
    api.content.exports[":exportId"].$get({ param: { exportId } }),
  );
  redirect(found.downloadUrl ?? "/library");
}
