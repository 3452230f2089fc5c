import type { Workspace } from "@vixen/local/laptop/workspace.ts";
import type { StateName } from "./states.ts";

export type Address = string | ((ids: Workspace) => string);

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
  "avatar-new-character": "/avatars/new?step=character",
  "avatar-new-place": "/avatars/new?step=place",
  "avatar-new-look": ({ choosing }) => `/avatars/new?avatar=${choosing}&step=look`,
  "avatar-new-options": ({ choosing }) => `/avatars/new?avatar=${choosing}&step=options`,
  "avatar-setup": ({ inSetup }) => `/avatars/${inSetup}`,
  "avatar-faces": ({ choosing }) => `/avatars/${choosing}`,
  "avatar-failed": ({ failed }) => `/avatars/${failed}`,
  "avatar-archived": ({ archived }) => `/avatars/${archived}`,
  "avatar-ready": ({ ready }) => `/avatars/${ready}`,
  "avatar-identity": ({ ready }) => `/avatars/${ready}?tab=identity`,
  "avatar-dataset": ({ ready }) => `/avatars/${ready}?tab=dataset`,
  "avatar-model": ({ ready }) => `/avatars/${ready}?tab=model`,
  "avatar-content": ({ ready }) => `/avatars/${ready}?tab=content`,
  "avatar-costs": ({ ready }) => `/avatars/${ready}?tab=costs`,
  "avatar-safety": ({ ready }) => `/avatars/${ready}?tab=safety`,
  "avatar-removal": ({ removed }) => `/avatars/${removed}/removal`,
  library: "/library",
  "library-to-review": "/library?status=review",
  "library-review": "/library/review",
  batch: ({ batch }) => `/batches/${batch}`,
  costs: "/costs",
  "costs-empty": "/costs?to=2020-01-31",
  "costs-entries": "/costs/entries",
  "costs-unanswered": "/costs/unanswered",
  account: "/account",
  "not-found": "/nowhere",
};

/** What a page looks like that something happened to, by the name of its picture: see `states.ts`. */
export const statePages: Record<StateName, Address> = {
  error: "/library",
  offline: "/",
  "sign-in-again": "/account",
};

/** What stands at other addresses with the same scripts, and so loads as they do. */
const sameScripts = [
  ...["avatar-new-character", "avatar-new-place", "avatar-new-look", "avatar-new-options"],
  ...["avatar-faces", "avatar-failed", "avatar-archived", "avatar-ready"],
  ...["library-to-review", "costs-empty", "not-found"],
];
/** The pages that the bench loads, by name: every one of the app, once for each set of scripts. */
export const measuredPages: Record<string, Address> = Object.fromEntries(
  Object.entries({ ...openPages, ...studioPages }).filter(([name]) => !sameScripts.includes(name)),
);

export const addressOf = (address: Address, ids: Workspace): string =>
  typeof address === "string" ? address : address(ids);
