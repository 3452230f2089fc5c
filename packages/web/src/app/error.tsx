"use client";

import { Failure } from "../features/failure.tsx";

export default function RootError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <main className="mx-auto max-w-md px-5">
      <Failure error={error} retry={reset} />
    </main>
  );
}
