import { clientOf } from "./api-type.ts";
import { sessionFetch } from "./sign-in-again.ts";

/** The event by which this tab hears that it changed something itself. */
export const changedHere = "vixen:changed";

/** The API for the browser: the site's own origin forwards to it with the session's token. */
export const api = clientOf("/", {
  fetch: async (input: RequestInfo | URL, init?: RequestInit) => {
    const response = await sessionFetch(input, init);
    if (response.ok && init?.method !== "GET") window.dispatchEvent(new Event(changedHere));
    return response;
  },
});
