import type { Dice } from "../dice.ts";

/** A value of one of the formats OpenAI's strict mode knows. Dates are fixed by the dice, never by today. */
export function formatted(format: string, dice: Dice): string {
  const two = (minimum: number, maximum: number) => String(dice.integer(minimum, maximum)).padStart(2, "0");
  const hex = (length: number) => Array.from({ length }, () => dice.integer(0, 15).toString(16)).join("");
  const date = () => `20${two(20, 25)}-${two(1, 12)}-${two(1, 28)}`;
  const time = () => `${two(0, 23)}:${two(0, 59)}:${two(0, 59)}Z`;
  switch (format) {
    case "date":
      return date();
    case "time":
      return time();
    case "date-time":
      return `${date()}T${time()}`;
    case "duration":
      return `PT${dice.integer(1, 59)}M`;
    case "email":
      return `persona-${hex(6)}@example.com`;
    case "hostname":
      return `host-${hex(6)}.example.com`;
    case "ipv4":
      return `192.0.2.${dice.integer(1, 254)}`;
    case "ipv6":
      return `2001:db8::${hex(4).replace(/^0+(?=.)/, "")}`;
    case "uri":
    case "url":
      return `https://example.com/${hex(8)}`;
    default:
      return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
  }
}
