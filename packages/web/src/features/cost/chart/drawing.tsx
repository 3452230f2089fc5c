import { scaleBand, scaleLinear } from "@visx/scale";
import { BarStack } from "@visx/shape";

export type Series = { key: string; color: string };
type Props = {
  columns: { key: string; values: Record<string, number> }[];
  series: Series[];
  /** Lines across, the last of which is the top, in the unit of the values. */
  ticks: number[];
};

/** The drawing's own units: it is stretched to whatever room there is, without being measured. */
const size = 100;

/** The stacked bars alone, drawn by the server: the chart's library weighs 15 kB and is needed once. */
export function Drawing({ columns, series, ticks }: Props) {
  const x = scaleBand({ domain: columns.map(({ key }) => key), range: [0, size], padding: 0.25 });
  const y = scaleLinear({ domain: [0, ticks.at(-1) ?? 1], range: [size, 0] });
  const colors = Object.fromEntries(series.map(({ key, color }) => [key, color]));
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${size} ${size}`}
      preserveAspectRatio="none"
      className="absolute inset-0 size-full overflow-visible"
    >
      {ticks.map((tick) => (
        <line
          key={tick}
          x1={0}
          x2={size}
          y1={y(tick)}
          y2={y(tick)}
          stroke="var(--line)"
          vectorEffect="non-scaling-stroke"
        />
      ))}
      <BarStack
        data={columns}
        keys={series.map(({ key }) => key)}
        x={({ key }: Props["columns"][number]) => key}
        value={({ values }, key) => values[key] ?? 0}
        xScale={x}
        yScale={y}
        color={(key) => colors[key] ?? ""}
        stroke="var(--bg)"
        strokeWidth={1}
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
