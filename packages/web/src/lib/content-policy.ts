/**
 * A content policy without `unsafe-inline` for scripts. Next reads the nonce from the request's own header and
 * puts it on every script it writes. Style attributes are the one concession: server-rendered sizes need them.
 */
export function contentPolicy(nonce: string, host: string): string {
  const scripts = process.env.NODE_ENV === "development" ? " 'unsafe-eval'" : "";
  // Pictures come from the CDN and, signed, from the bucket; on a laptop both are ports of this machine.
  const isLaptop = /^(localhost|127\.0\.0\.1)(:|$)/.test(host);
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${scripts}`,
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    `img-src 'self' data: https:${isLaptop ? " http://127.0.0.1:* http://localhost:*" : ""}`,
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
