import Link from "next/link";

export default function NotFound() {
  return (
    <main>
      <h1>There is nothing here</h1>
      <p>
        The address may be mistyped, or the page has moved. <Link href="/">Go to the status page</Link>.
      </p>
    </main>
  );
}
