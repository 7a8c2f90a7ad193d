/** The path and query of a request target, decoded and cleaned as Go's router does it. */

export interface RequestPath {
  /** Decoded; begins with a slash, or is `*`. */
  readonly path: string;
  /** Behind the question mark, as sent. */
  readonly query: string;
}

/** Null for a target that is none. */
export function parseTarget(target: string): RequestPath | null {
  let rest = target;
  const absolute = /^[a-zA-Z][a-zA-Z0-9+.-]*:\/\/[^/?#]*/.exec(rest);
  if (absolute !== null) {
    rest = rest.slice(absolute[0].length);
    if (!rest.startsWith("/")) rest = `/${rest}`;
  }
  if (rest === "*") return { path: "*", query: "" };
  if (!rest.startsWith("/")) return null;
  const hash = rest.indexOf("#");
  if (hash >= 0) rest = rest.slice(0, hash);
  const mark = rest.indexOf("?");
  const rawPath = mark < 0 ? rest : rest.slice(0, mark);
  const query = mark < 0 ? "" : rest.slice(mark + 1);
  if (!rawPath.includes("%")) return { path: rawPath, query };
  if (/%(?![0-9a-fA-F]{2})/.test(rawPath)) return null;
  // Bytes that are no UTF-8 match no route; any text for them will do.
  const bytes = rawPath.replaceAll(/%([0-9a-fA-F]{2})/g, (_all, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return { path: Buffer.from(bytes, "latin1").toString("utf8"), query };
}

/** The path without empty, `.` and `..` segments; a slash at the end stays. */
export function cleanPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment === "..") segments.pop();
    else segments.push(segment);
  }
  const cleaned = `/${segments.join("/")}`;
  return path.endsWith("/") && cleaned !== "/" ? `${cleaned}/` : cleaned;
}
