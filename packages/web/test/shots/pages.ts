import type { Workspace } from "@vixen/local/laptop/workspace.ts";

type Address = string | ((ids: Workspace) => string);

/** What is looked at before signing in. */
export const openPages: Record<string, Address> = {
  "sign-in": "/sign-in",
  "sign-up": "/sign-up",
  "forgot-password": "/forgot-password",
  "reset-password": "/reset-password?token=none",
  confirm: "/confirm?token=none",
};

/** What an operator looks at, by the name of its picture. */
export const studioPages: Record<string, Address> = {
  today: "/",
  avatars: "/avatars",
  "avatar-new": "/avatars/new",
  "avatar-setup": ({ inSetup }) => `/avatars/${inSetup}`,
  "avatar-faces": ({ choosing }) => `/avatars/${choosing}`,
  "avatar-ready": ({ ready }) => `/avatars/${ready}`,
  "avatar-identity": ({ ready }) => `/avatars/${ready}?tab=identity`,
  "avatar-dataset": ({ ready }) => `/avatars/${ready}?tab=dataset`,
  "avatar-model": ({ ready }) => `/avatars/${ready}?tab=model`,
  "avatar-content": ({ ready }) => `/avatars/${ready}?tab=content`,
  "avatar-costs": ({ ready }) => `/avatars/${ready}?tab=costs`,
  "avatar-safety": ({ ready }) => `/avatars/${ready}?tab=safety`,
  library: "/library",
  "library-review": "/library?status=review",
  batch: ({ batch }) => `/batches/${batch}`,
  costs: "/costs",
  "costs-empty": "/costs?to=2020-01-31",
  "costs-entries": "/costs/entries",
  "costs-unanswered": "/costs/unanswered",
  account: "/account",
  "not-found": "/nowhere",
};

export const addressOf = (address: Address, ids: Workspace): string =>
  typeof address === "string" ? address : address(ids);
