"use client";

import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { Failure } from "../../features/failure.tsx";

export default function StudioError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const router = useRouter();
  const retry = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  return <Failure error={error} retry={retry} />;
}
