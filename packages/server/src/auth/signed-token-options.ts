/**
 * From `--auth-token=jwt,sign-method=RS256,pub-key=FILE,priv-key=FILE,ttl=10m` to keys. The shape
 * of the flag has been checked before (config/start-checks.ts); here the files are read, and every
 * key must be one that the algorithm can use.
 */

import { createPrivateKey, createPublicKey, createSecretKey, type KeyObject } from "node:crypto";
import { parseGoDuration } from "../config/go-values.ts";
import type { SignedTokenOptions } from "./signed-tokens.ts";

/** What etcd says of anything wrong with these options; the reason is in `cause`. */
export class TokenOptionsError extends Error {
  override readonly name = "TokenOptionsError";

  constructor(cause: unknown) {
    super("auth: invalid auth options", { cause });
  }
}

const DEFAULT_TTL_SECONDS = 300;
const CURVES: { readonly [algorithm: string]: string } = {
  ES256: "prime256v1",
  ES384: "secp384r1",
  ES512: "secp521r1",
};

/**
 * Null for any other kind of token.
 * @throws TokenOptionsError.
 */
export function signedTokenOptions(
  authToken: string,
  readFile: (path: string) => Uint8Array,
): Omit<SignedTokenOptions, "wallMs"> | null {
  const [type, ...texts] = authToken.split(",");
  if (type !== "jwt") return null;
  const options = new Map(
    texts.map((text): [string, string] => {
      const equals = text.indexOf("=");
      return equals < 0 ? [text, ""] : [text.slice(0, equals), text.slice(equals + 1)];
    }),
  );
  try {
    const algorithm = options.get("sign-method") ?? "";
    const ttl = options.get("ttl");
    const ttlSeconds = ttl === undefined ? DEFAULT_TTL_SECONDS : parseGoDuration(ttl) / 1000;
    if (!(ttlSeconds > 0)) throw new Error(`ttl ${ttl} is not positive`);
    const read = (name: string): Buffer | null => {
      const path = options.get(name) ?? "";
      return path === "" ? null : Buffer.from(readFile(path));
    };
    return { algorithm, ttlSeconds, ...keysOf(algorithm, read("priv-key"), read("pub-key")) };
  } catch (error) {
    throw new TokenOptionsError(error);
  }
}

function keysOf(
  algorithm: string,
  privateText: Buffer | null,
  publicText: Buffer | null,
): { signingKey: KeyObject | null; verifyingKey: KeyObject } {
  if (algorithm.startsWith("HS")) {
    if (privateText === null || privateText.length === 0) throw new Error("no secret in priv-key");
    const key = createSecretKey(privateText);
    return { signingKey: key, verifyingKey: key };
  }
  const signingKey = privateText === null ? null : createPrivateKey(privateText);
  const source = publicText ?? signingKey;
  if (source === null) throw new Error("neither pub-key nor priv-key");
  const verifyingKey = createPublicKey(source as Buffer | KeyObject);
  for (const key of [signingKey, verifyingKey]) if (key !== null) checkKind(algorithm, key);
  return { signingKey, verifyingKey };
}

function checkKind(algorithm: string, key: KeyObject): void {
  const kind = key.asymmetricKeyType;
  const wanted = algorithm === "EdDSA" ? "ed25519" : algorithm.startsWith("ES") ? "ec" : "rsa";
  const curve = key.asymmetricKeyDetails?.namedCurve;
  const isRight = kind === wanted && (wanted !== "ec" || curve === CURVES[algorithm]);
  if (!isRight) throw new Error(`a key of kind ${kind} ${curve ?? ""} is not for ${algorithm}`);
}
