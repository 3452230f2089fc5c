import { clientOf } from "../../lib/api-type.ts";
import { answerOf } from "../../lib/refusal.ts";

/** Ends the session at the API first; if that cannot be had, at least this browser forgets. */
export async function leaveStudio(): Promise<void> {
  // By a client of its own, which does not ask whoever leaves to sign in again when the session has ended already.
  await answerOf(clientOf("/").auth["sign-out"].$post()).catch(console.error);
  // Ten kilobytes that no page needs before somebody leaves.
  const { signOut } = await import("next-auth/react");
  await signOut({ redirect: false });
  // What drafts this tab keeps are not for whoever signs in next.
  sessionStorage.clear();
  // NextAuth would go to the address the site is deployed at, which need not be the one in the bar.
  window.location.assign("/sign-in");
}
