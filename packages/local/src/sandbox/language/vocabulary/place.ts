/** What a scene offers to write about. `es` and `en` read after "in/at": "en la playa", "at the beach". */
export type Place = { match: RegExp; es: string; en: string; esDetails: string[]; enDetails: string[] };

export const row = (match: RegExp, es: string, en: string, esDetails: string, enDetails: string): Place => ({
  match,
  es,
  en,
  esDetails: esDetails.split(", "),
  enDetails: enDetails.split(", "),
});
