/** A few small pictures in a row that keeps its height while they load. */
export function Thumbnails({ label, urls }: { label: string; urls: string[] }) {
  if (urls.length === 0) return null;
  return (
    <ul aria-label={label} className="flex flex-wrap gap-1.5">
      {urls.map((url) => (
        // Signed anew it is the same picture.
        <li key={url.split("?")[0]}>
          {/* biome-ignore lint/performance/noImgElement: signed addresses are not for an optimiser */}
          <img
            src={url}
            alt=""
            loading="lazy"
            fetchPriority="low"
            className="aspect-4/5 w-12 rounded-control bg-raised object-cover"
          />
        </li>
      ))}
    </ul>
  );
}
