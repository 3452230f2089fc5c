export const pageStyle = `
:root { color-scheme: light dark; --line: #8883; --soft: #8889; --bad: #c2410c; --good: #15803d; }
* { box-sizing: border-box; }
body { margin: 0; font: 14px/1.5 system-ui, sans-serif; }
header { padding: 16px 24px 8px; border-bottom: 1px solid var(--line); }
h1 { font-size: 16px; margin: 0; }
header p { margin: 2px 0 8px; opacity: .75; }
nav a { margin-right: 16px; color: inherit; }
main { padding: 0 24px 48px; max-width: 1400px; }
h2 { font-size: 13px; margin: 28px 0 8px; text-transform: uppercase; letter-spacing: .06em; opacity: .7; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: 500; opacity: .7; }
th, td { padding: 4px 12px 4px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
.bad { color: var(--bad); } .good { color: var(--good); } .quiet { opacity: .6; }
pre { margin: 4px 0; padding: 8px; overflow: auto; max-height: 320px; border: 1px solid var(--line); font-size: 12px; }
summary { cursor: pointer; }
button { font: inherit; padding: 2px 10px; margin-right: 8px; }
:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
`;
