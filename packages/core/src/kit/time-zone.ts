import { z } from "zod";

/** The name of a time zone as the IANA lists it. */
export const timeZone = z
  .string()
  .refine(
    (zone) => zone === "UTC" || Intl.supportedValuesOf("timeZone").includes(zone),
    "This is not an IANA time zone, such as Europe/Madrid.",
  );
