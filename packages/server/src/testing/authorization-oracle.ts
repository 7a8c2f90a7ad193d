/**
 * What auth must answer to a request, written apart from the server: from the table of the v3 API
 * specification (1.2 and 8.4 to 8.7), by the most naive means. Keys are texts; whether ranges cover
 * a range is found by cutting everything into the pieces between all bounds.
 */

/** Behind every key. */
const OPEN = "\uffff";

export interface Span {
  readonly begin: string;
  /** Exclusive. */
  readonly end: string;
}

/** (key, range_end) as requests write it. */
export function span(key: string, rangeEnd = ""): Span {
  if (rangeEnd === "") return { begin: key, end: `${key}\0` };
  return { begin: key, end: rangeEnd === "\0" ? OPEN : rangeEnd };
}

export interface Permission extends Span {
  readonly may: "read" | "write" | "both";
}

export interface KnownUser {
  readonly roles: readonly string[];
  readonly permissions: readonly Permission[];
}

/** Who calls: nobody, somebody with a token that is not valid, or a user by name. */
export type Identity = { readonly nobody: true } | { readonly badToken: true } | { name: string };

/** What a request needs. */
export type Need =
  | { readonly kind: "nothing" }
  | { readonly kind: "user" }
  | { readonly kind: "root" }
  | { readonly kind: "self"; readonly name: string }
  | { readonly kind: "holder"; readonly role: string }
  | {
      readonly kind: "keys";
      readonly accesses: readonly Access[];
      /** A user is needed even where no key is. */
      readonly wantsUser?: boolean;
    };

/** One permission that a request needs. Root passes keys of leases at any auth revision. */
export interface Access extends Span {
  readonly to: "read" | "write";
  readonly ofLease?: boolean;
}

/** Null: let in. Otherwise the text of the refusal. */
export function expectedRefusal(
  users: ReadonlyMap<string, KnownUser>,
  identity: Identity,
  need: Need,
  hasChanged: boolean,
): string | null {
  if (need.kind === "nothing" && !("badToken" in identity)) return null;
  if ("badToken" in identity) return "etcdserver: invalid auth token";
  const user = "name" in identity ? users.get(identity.name) : undefined;
  const isRoot = user?.roles.includes("root") ?? false;
  const asRoot = (): string | null => {
    if ("nobody" in identity) return "etcdserver: user name is empty";
    if (user === undefined) return "etcdserver: user name not found";
    return isRoot ? null : "etcdserver: permission denied";
  };
  switch (need.kind) {
    case "nothing":
      return null;
    case "user":
      return "nobody" in identity ? "etcdserver: user name is empty" : null;
    case "root":
      return asRoot();
    case "self":
      return "name" in identity && identity.name === need.name ? null : asRoot();
    case "holder":
      return (user?.roles.includes(need.role) ?? false) ? null : asRoot();
    case "keys": {
      if (need.wantsUser === true && "nobody" in identity) return "etcdserver: user name is empty";
      for (const access of need.accesses) {
        if (isRoot && access.ofLease === true) continue;
        if ("nobody" in identity) return "etcdserver: user name is empty";
        if (hasChanged) return "etcdserver: revision of auth store is old";
        if (isRoot) continue;
        if (user === undefined || !covers(user.permissions, access)) {
          return "etcdserver: permission denied";
        }
      }
      return null;
    }
  }
}

/** Every piece of the range lies in some permission. */
function covers(permissions: readonly Permission[], access: Access): boolean {
  const bounds = [access.begin, access.end];
  for (const { begin, end } of permissions) bounds.push(begin, end);
  const inside = [...new Set(bounds)].filter((at) => at >= access.begin && at <= access.end).sort();
  for (let i = 0; i + 1 < inside.length; i++) {
    const [from, to] = [inside[i]!, inside[i + 1]!];
    const isCovered = permissions.some(
      ({ begin, end, may }) => (may === "both" || may === access.to) && begin <= from && to <= end,
    );
    if (!isCovered) return false;
  }
  return true;
}
