"use client";

import { useIsAskedToSignIn } from "../../lib/sign-in-again.ts";
import { lazily } from "../lazily.tsx";

const SignInAgainDialog = lazily(() =>
  import("./sign-in-again-dialog.tsx").then((file) => file.SignInAgainDialog),
);

/** Waits for a session to end under the page's feet. */
export function SignInAgain({ email }: { email: string }) {
  return useIsAskedToSignIn() ? <SignInAgainDialog email={email} /> : null;
}
