import { type Health, readHealth } from "../lib/health.ts";

const heading: Record<Health["state"], string> = {
  up: "The API is up",
  degraded: "The API is not well",
  unreachable: "The API cannot be reached",
};

const advice: Record<Exclude<Health["state"], "up">, string> = {
  degraded: "Work that is running goes on. Reload in a minute.",
  unreachable: "Nothing is lost: work waits in its queues. Reload in a minute.",
};

export default async function StatusPage() {
  const health = await readHealth();
  const checkedAt = new Date();
  return (
    <main>
      <header>
        <p className="mark" aria-hidden="true" />
        <h1>VixenBliss Creator</h1>
      </header>
      <p>
        A studio for fictional adult AI personas: a face, a trained model, an identity, and batches of
        checked, captioned pictures, each with its cost. The personas are not real people, and say so.
      </p>
      <section className="status" data-state={health.state} aria-live="polite">
        <h2>{heading[health.state]}</h2>
        {health.state === "up" ? (
          <p>It answered in {health.milliseconds} ms.</p>
        ) : (
          <p>
            {health.reason} {advice[health.state]}
          </p>
        )}
        <p className="quiet">
          Checked at{" "}
          <time dateTime={checkedAt.toISOString()}>{checkedAt.toISOString().slice(11, 19)} UTC</time>
        </p>
      </section>
      <footer className="quiet">
        The dashboard is being built. Until then the studio is used through its API.
      </footer>
    </main>
  );
}
