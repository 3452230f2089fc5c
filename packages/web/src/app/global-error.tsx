"use client";

import { useEffect } from "react";
import "./globals.css";

/**
 * Stands for the whole document when the outermost layout fails. The catalogues may be what failed, so it says
 * its few words in both languages by itself.
 */
export default function GlobalError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  useEffect(() => console.error(error), [error]);
  return (
    <html lang="es">
      <body>
        <main className="mx-auto grid max-w-md justify-items-start gap-2 px-5 py-10">
          <h1 className="text-28">No se ha podido mostrar la página</h1>
          <p className="text-ink-2">No se ha perdido nada. Inténtalo otra vez.</p>
          <p lang="en" className="text-ink-2">
            The page could not be shown. Nothing is lost: try again.
          </p>
          {error.digest ? <p className="text-13 text-ink-3">{error.digest}</p> : null}
          <button
            type="button"
            onClick={reset}
            className="mt-3 min-h-11 rounded-control bg-accent px-3.5 font-medium text-on-accent"
          >
            Reintentar · <span lang="en">Try again</span>
          </button>
        </main>
      </body>
    </html>
  );
}
