/** The part of fs-native-extensions that this package uses; it ships no types. */
declare module "fs-native-extensions" {
  /** An exclusive open-file-description lock over the whole file; false when it is taken. */
  export function tryLock(descriptor: number): boolean;
  export function unlock(descriptor: number): void;
}
