/** Bodies of requests and answers, read whole and never beyond a bound. */

import type { Readable } from "node:stream";

export interface BodyReceiver {
  /** Everything has arrived. */
  complete(body: Uint8Array): void;
  /** More arrived than allowed; the rest is not read. */
  tooLong(): void;
  /** It broke off. */
  broken(error: Error): void;
}

/** Calls exactly one of the receiver's methods, once. */
export function readBoundedBody(stream: Readable, maxBytes: number, receiver: BodyReceiver): void {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  let isOver = false;
  stream.on("data", (chunk: Buffer) => {
    if (isOver) return;
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes) {
      isOver = true;
      chunks.length = 0;
      stream.pause();
      receiver.tooLong();
      return;
    }
    chunks.push(chunk);
  });
  stream.on("end", () => {
    if (isOver) return;
    isOver = true;
    receiver.complete(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
  });
  const broken = (error: Error): void => {
    if (isOver) return;
    isOver = true;
    receiver.broken(error);
  };
  stream.on("error", broken);
  stream.on("close", () => broken(new Error("the body broke off")));
}
