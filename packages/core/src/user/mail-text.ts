import type { Purpose } from "./email-token.ts";

type Reader = { name: string; language: "es" | "en" };
type Letter = { greeting: string; subject: string; body: string; ending: string };
type Mail = { subject: string; text: string };

/** A mail's subject and text in the reader's language. */
export function textOf(purpose: Purpose, reader: Reader, link: { origin: string; token: string }): Mail {
  const paths = {
    confirm: "confirm",
    known: "sign-in",
    reset: "reset-password",
    changed: "forgot-password",
  } as const;
  const url = `${link.origin}/${paths[purpose]}${hasToken.includes(purpose) ? `?token=${link.token}` : ""}`;
  const { greeting, subject, body, ending } = texts[reader.language][purpose];
  return { subject, text: `${greeting} ${reader.name},\n\n${body}\n${url}\n\n${ending}` };
}

const hasToken: Purpose[] = ["confirm", "reset"];

const texts: Record<Reader["language"], Record<Purpose, Letter>> = {
  es: {
    confirm: {
      greeting: "Hola",
      subject: "Confirma tu dirección",
      body: "Abre este enlace en la próxima hora para confirmar tu dirección y entrar:",
      ending: "Si no creaste una cuenta, no hagas nada.",
    },
    known: {
      greeting: "Hola",
      subject: "Ya tienes una cuenta",
      body: "Alguien quiso crear una cuenta con esta dirección, pero ya existe. Puedes entrar aquí:",
      ending: "Si no fuiste tú, no hagas nada.",
    },
    reset: {
      greeting: "Hola",
      subject: "Elige otra contraseña",
      body: "Abre este enlace en la próxima hora para elegir otra contraseña:",
      ending: "Si no lo pediste, no hagas nada.",
    },
    changed: {
      greeting: "Hola",
      subject: "Has cambiado tu contraseña",
      body: "Tu contraseña se ha cambiado y se han cerrado las demás sesiones. Si no fuiste tú, elige otra aquí:",
      ending: "Si fuiste tú, no hagas nada.",
    },
  },
  en: {
    confirm: {
      greeting: "Hello",
      subject: "Confirm your address",
      body: "Open this link within an hour to confirm your address and sign in:",
      ending: "If you did not open an account, do nothing.",
    },
    known: {
      greeting: "Hello",
      subject: "You already have an account",
      body: "Somebody tried to open an account with this address, but there is one. You can sign in here:",
      ending: "If it was not you, do nothing.",
    },
    reset: {
      greeting: "Hello",
      subject: "Choose another password",
      body: "Open this link within an hour to choose another password:",
      ending: "If you did not ask for it, do nothing.",
    },
    changed: {
      greeting: "Hello",
      subject: "You changed your password",
      body: "Your password was changed and your other sessions were ended. If it was not you, choose another here:",
      ending: "If it was you, do nothing.",
    },
  },
};
