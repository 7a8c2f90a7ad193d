/**
 * The subject alternative names of a certificate, from the text in which Node gives them:
 * `DNS:a.example, IP Address:10.0.0.1`. A value with characters that could forge a second name is
 * a JSON string there; what does not follow that form is an error, never guessed at.
 */

export interface AlternativeNames {
  readonly dnsNames: readonly string[];
  /** As Node prints them; IPv6 addresses are not shortened. */
  readonly ipAddresses: readonly string[];
}

const NO_NAMES: AlternativeNames = { dnsNames: [], ipAddresses: [] };

/** A quoted value, or one without quotes and commas. */
const name = /^([A-Za-z][A-Za-z0-9 ]*):("(?:[^"\\]|\\.)*"|[^",]*)(?:, |$)/;

/**
 * @param text - undefined where the certificate has none
 * @throws Error for a text of another form
 */
export function parseAlternativeNames(text: string | undefined): AlternativeNames {
  if (text === undefined || text === "") return NO_NAMES;
  const dnsNames: string[] = [];
  const ipAddresses: string[] = [];
  for (let rest = text; rest !== ""; ) {
    const match = name.exec(rest);
    if (match === null) throw new Error("x509: unreadable subject alternative names");
    const [whole, kind, value] = match;
    const plain = value!.startsWith('"') ? (JSON.parse(value!) as string) : value!;
    if (kind === "DNS") dnsNames.push(plain);
    else if (kind === "IP Address") ipAddresses.push(plain);
    rest = rest.slice(whole.length);
  }
  return { dnsNames, ipAddresses };
}
