import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import { headers } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getMessages, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { readTheme } from "../lib/preference.ts";
import { Csp } from "../ui/csp.tsx";
import "./globals.css";

const font = localFont({
  src: "../fonts/instrument-sans-latin-wght-normal.woff2",
  weight: "400 700",
  variable: "--font-instrument",
  display: "swap",
});

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("app");
  return {
    title: { default: t("name"), template: `%s · ${t("name")}` },
    description: t("description"),
    robots: { index: false, follow: false },
  };
}

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fbf9f6" },
    { media: "(prefers-color-scheme: dark)", color: "#151210" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Every page is rendered per request: the content policy's nonce is never a build's.
  const nonce = (await headers()).get("x-nonce") ?? "";
  // What the pages before signing in say; the studio's layout hands the browser the rest of the catalogue.
  const { app, auth, error, field, nav } = await getMessages();
  return (
    <html lang={await getLocale()} data-theme={await readTheme()} className={font.variable}>
      <body>
        <NextIntlClientProvider messages={{ app, auth, error, field, nav }}>
          <Csp nonce={nonce}>{children}</Csp>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
