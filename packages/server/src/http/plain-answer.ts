/** Answers in the forms that Go's HTTP library gives them: plain-text errors, redirects. */

import type { HttpExchange } from "./exchange.ts";

/** A plain-text error with its newline, and no guessing of its type. */
export function plainError(exchange: HttpExchange, status: number, text: string): void {
  exchange.setHeader("Content-Type", "text/plain; charset=utf-8");
  exchange.setHeader("X-Content-Type-Options", "nosniff");
  exchange.respond(status, `${text}\n`);
}

export function notFound(exchange: HttpExchange): void {
  plainError(exchange, 404, "404 page not found");
}

/** True when the method is GET; otherwise the request is answered with 405. */
export function isGet(exchange: HttpExchange): boolean {
  if (exchange.method === "GET") return true;
  exchange.setHeader("Allow", "GET");
  plainError(exchange, 405, "Method Not Allowed");
  return false;
}

/** 301 to another path of this server; the query goes along. */
export function redirect(exchange: HttpExchange, path: string, query: string): void {
  const location = encodeURI(path) + (query === "" ? "" : `?${query}`);
  exchange.setHeader("Location", location);
  if (exchange.method === "GET" || exchange.method === "HEAD") {
    exchange.setHeader("Content-Type", "text/html; charset=utf-8");
    exchange.respond(301, `<a href="${escapeHtml(location)}">Moved Permanently</a>.\n\n`);
  } else {
    exchange.respond(301, "");
  }
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&#34;")
    .replaceAll("'", "&#39;");
}
