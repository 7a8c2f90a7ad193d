/** Stand-ins for the disk, for tests and the simulator. Not for production. */
export {
  type DiskOperation,
  type FaultHook,
  type InjectedFault,
  type RecordedChange,
  SimulatedDisk,
  type SimulatedDiskOptions,
  SimulatedFileSystem,
  type UnsyncedChange,
} from "./simulated-file-system.ts";
