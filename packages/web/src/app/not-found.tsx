import { Missing } from "../features/missing.tsx";

export default function NotFound() {
  return (
    <main className="mx-auto max-w-md px-5">
      <Missing />
    </main>
  );
}
