/** What this program calls itself, towards people and towards etcd's clients and peers. */

/** The etcd release whose behaviour this is. */
export const ETCD_VERSION = "3.7.1";
/** The version of this program's own packages. */
export const KVORUM_VERSION = "0.1.0";

/** The machine as Go names it, such as `amd64`. */
export function goArchitecture(nodeArchitecture: string, endianness: "BE" | "LE"): string {
  switch (nodeArchitecture) {
    case "x64":
      return "amd64";
    case "ia32":
      return "386";
    case "ppc64":
      return endianness === "LE" ? "ppc64le" : "ppc64";
    case "loong64":
    case "arm":
    case "arm64":
    case "riscv64":
    case "s390x":
      return nodeArchitecture;
    default:
      return nodeArchitecture;
  }
}

/** Where etcd runs without being told that it may. */
export const supportedArchitectures: readonly string[] = ["amd64", "arm64", "ppc64le", "s390x"];

export interface Platform {
  /** `process.platform`. */
  readonly operatingSystem: string;
  readonly goArchitecture: string;
  /** `process.version`. */
  readonly nodeVersion: string;
}

/** The four lines of --version, each ended. */
export function versionText(platform: Platform): string {
  const operatingSystem =
    platform.operatingSystem === "win32" ? "windows" : platform.operatingSystem;
  return [
    `etcd Version: ${ETCD_VERSION}`,
    `Git SHA: Not provided (Kvorum ${KVORUM_VERSION})`,
    `Go Version: none (Node.js ${platform.nodeVersion})`,
    `Go OS/Arch: ${operatingSystem}/${platform.goArchitecture}`,
    "",
  ].join("\n");
}
