/**
 * Versions as members compare them: major and minor; the patch never counts. Apply
 * specification, section 7.
 */

export interface MinorVersion {
  readonly major: number;
  readonly minor: number;
}

const SEMVER =
  /^(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;

/** Null for a text that is no semantic version; it must have all of its three numbers. */
export function parseVersion(text: string): MinorVersion | null {
  const match = SEMVER.exec(text);
  return match === null ? null : { major: Number(match[1]), minor: Number(match[2]) };
}

/** Negative, zero or positive. */
export function compareVersions(a: MinorVersion, b: MinorVersion): number {
  return a.major - b.major || a.minor - b.minor;
}

/** As cluster versions are written: with patch 0. */
export function formatVersion({ major, minor }: MinorVersion): string {
  return `${major}.${minor}.0`;
}

/** The lower of two is exactly one minor below the other. */
export function isOneMinorBelow(lower: MinorVersion, upper: MinorVersion): boolean {
  return lower.major === upper.major && lower.minor + 1 === upper.minor;
}

/** Of two version texts, the first is of a later minor release. False where one is unreadable. */
export function isNewerVersion(text: string, other: string): boolean {
  const a = parseVersion(text);
  const b = parseVersion(other);
  return a !== null && b !== null && compareVersions(a, b) > 0;
}
