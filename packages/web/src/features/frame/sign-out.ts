import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";

/** Ends the session at the API first; if that cannot be had, at least this browser forgets. */
export async function leaveStudio(): Promise<void> {
  await answerOf(api.auth["sign-out"].$post()).catch(console.error);
  // Ten kilobytes that no page needs before somebody leaves.
  const { signOut } = await import("next-auth/react");
  await signOut({ redirect: false });
  // What drafts this tab keeps are not for whoever signs in next.
  sessionStorage.clear();
  // NextAuth would go to the address the site is deployed at, which need not be the one in the bar.
  window.location.assign("/sign-in");
}
