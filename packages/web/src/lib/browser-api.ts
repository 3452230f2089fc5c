import { clientOf } from "./api-type.ts";

/** The API for the browser: the site's own origin forwards to it with the session's token. */
export const api = clientOf("/");
