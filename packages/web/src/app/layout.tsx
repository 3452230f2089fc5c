import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import "./globals.css";

export const metadata: Metadata = {
  title: "VixenBliss Creator",
  description: "Studio for fictional AI personas. Status of the service.",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#faf8f5" },
    { media: "(prefers-color-scheme: dark)", color: "#191614" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  await headers(); // every page is rendered per request: the content policy's nonce is never a build's
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
